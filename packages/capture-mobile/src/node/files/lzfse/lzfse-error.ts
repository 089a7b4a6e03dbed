import { CaptureError } from '@faceward/spec'

/** Compressed data that breaks the format. */
export const malformedLzfse = (what: string) =>
  new CaptureError(`LZFSE data is malformed: ${what}.`, { code: 'malformed-recording' })
