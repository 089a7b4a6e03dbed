export { createFfmpegCapture, type FfmpegCaptureOptions } from './ffmpeg/ffmpeg-capture.js'
export type { FfmpegInput } from './ffmpeg/ffmpeg-input.js'
