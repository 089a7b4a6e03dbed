import { CaptureError } from '@faceward/spec'

/** The file is not what it says it is. The message tells where, never what was in it. */
export function damaged(what: string, cause?: unknown): CaptureError {
  return new CaptureError(`The recording is damaged: ${what}.`, { code: 'malformed-recording', cause })
}

/** Why a file cannot be opened or read. */
export function fileFailure(cause: NodeJS.ErrnoException): CaptureError {
  if (cause.code === 'ENOENT' || cause.code === 'EISDIR') {
    return new CaptureError('There is no recording of that name.', { code: 'device-unavailable', cause })
  }
  if (cause.code === 'EACCES' || cause.code === 'EPERM') {
    return new CaptureError('The recording may not be read: its file permissions forbid it.', {
      code: 'permission-denied',
      cause,
    })
  }
  return new CaptureError('The recording cannot be read.', { code: 'device-unavailable', cause })
}
