import type { FfmpegInput } from './ffmpeg-input.js'

/** Containers with pictures inside; playlists, which name other files, are not among them. */
const FORMATS =
  'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,yuv4mpegpipe,mjpeg,image2,png_pipe,jpeg_pipe,webp_pipe'

export interface FfmpegSettings {
  readonly input: FfmpegInput
  readonly width: number
  readonly height: number
  readonly framesPerSecond: number
  readonly maximumDurationMs: number
}

/**
 * What ffmpeg is started with: rgb24 frames of one size on its standard output, letterboxed, and a line of
 * `showinfo` with each frame's time on its standard error. Files are opened by no other protocol than `file`.
 */
export function ffmpegArguments(settings: FfmpegSettings): readonly string[] {
  const { width, height, framesPerSecond, maximumDurationMs } = settings
  const size = `${width}:${height}`
  const filter = `scale=${size}:force_original_aspect_ratio=decrease,pad=${size}:(ow-iw)/2:(oh-ih)/2,showinfo`
  return [
    '-nostdin',
    '-hide_banner',
    ...inputArguments(settings.input, framesPerSecond, `${width}x${height}`),
    '-t',
    String(maximumDurationMs / 1000),
    '-an',
    '-vf',
    filter,
    '-fps_mode',
    'passthrough',
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    'pipe:1',
  ]
}

function inputArguments(input: FfmpegInput, framesPerSecond: number, size: string): readonly string[] {
  if (input.kind === 'file') {
    const guards = ['-protocol_whitelist', 'file,pipe', '-format_whitelist', FORMATS]
    return [...guards, '-i', `file:${input.path}`]
  }
  const asked = ['-framerate', String(framesPerSecond), '-video_size', size]
  return ['-fflags', 'nobuffer', '-f', input.driver ?? 'v4l2', ...asked, '-i', input.device]
}
