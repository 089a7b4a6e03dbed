import { type FileHandle, open } from 'node:fs/promises'
import { CaptureError, FacewardError } from '@faceward/spec'

/** A recording that breaks its format; the message names the rule, never what the file holds. */
export const malformedRecording = (message: string, cause?: unknown) =>
  new CaptureError(`The recording is malformed: ${message}.`, { code: 'malformed-recording', cause })

/** What a failure to open or read a file means. */
export function fileFailure(cause: unknown): unknown {
  if (FacewardError.isInstance(cause)) return cause
  switch ((cause as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new CaptureError('There is no such file.', { code: 'device-unavailable', cause })
    case 'EACCES':
    case 'EPERM':
      return new CaptureError('The file may not be read.', { code: 'permission-denied', cause })
    case 'EISDIR':
      return new CaptureError('A file was expected, not a folder.', { code: 'unsupported', cause })
    default:
      return malformedRecording('it cannot be read', cause)
  }
}

/** Opens a file for reading. @throws CaptureError */
export async function openRecording(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (cause) {
    throw fileFailure(cause)
  }
}

/** A whole file of at most so many bytes. @throws CaptureError */
export async function readRecording(path: string, maximumBytes: number): Promise<Uint8Array> {
  const file = await openRecording(path)
  try {
    const { size } = await file.stat()
    if (size > maximumBytes) throw malformedRecording(`it has more than ${maximumBytes / 1024 / 1024} MiB`)
    return new Uint8Array(await file.readFile())
  } catch (cause) {
    throw fileFailure(cause)
  } finally {
    await file.close()
  }
}
