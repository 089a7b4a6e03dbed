import { CaptureError } from '@faceward/spec'

const INSTALL: Readonly<Record<string, string>> = {
  linux: 'sudo apt-get install ffmpeg',
  darwin: 'brew install ffmpeg',
  win32: 'winget install ffmpeg',
}

/** ffmpeg could not be started. */
export function startFailure(cause: NodeJS.ErrnoException, platform: string): CaptureError {
  if (cause.code !== 'ENOENT') {
    return new CaptureError(`ffmpeg cannot be started (${cause.code}).`, {
      code: 'device-unavailable',
      cause,
    })
  }
  const how = INSTALL[platform] ?? 'see ffmpeg.org'
  return new CaptureError(`ffmpeg was not found. Install it (${how}), or set ffmpegPath.`, {
    code: 'library-missing',
    cause,
  })
}

/** What ffmpeg's last words mean. They may hold paths, so they are not passed on. */
export function runFailure(lastWords: string, hadFrames: boolean): CaptureError {
  if (/permission denied|operation not permitted/i.test(lastWords)) {
    return new CaptureError('The camera or file may not be read.', { code: 'permission-denied' })
  }
  if (/device or resource busy/i.test(lastWords)) {
    return new CaptureError('Another program is using the camera.', { code: 'device-busy' })
  }
  if (/no such file|no such device|cannot find/i.test(lastWords)) {
    return new CaptureError('There is no such camera or file.', { code: 'device-unavailable' })
  }
  if (/invalid data|not in whitelist|not on whitelist|could not find codec|moov atom/i.test(lastWords)) {
    return new CaptureError('The file is no video or picture that can be read.', {
      code: 'malformed-recording',
    })
  }
  const what = hadFrames ? 'The camera or file stopped in the middle.' : 'The camera or file gave no picture.'
  return new CaptureError(what, { code: hadFrames ? 'device-lost' : 'device-unavailable' })
}
