export { createFfmpegCapture, type FfmpegCaptureOptions } from './ffmpeg-capture.js'
export type { FfmpegInput } from './ffmpeg-input.js'
