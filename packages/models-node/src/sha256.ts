import { createHash } from 'node:crypto'
import { ModelLoadError } from '@faceward/spec'

/** Lower-case hexadecimal sha256, by the platform's native code. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** @throws ModelLoadError `invalid-manifest` unless the text is a sha256, which also keeps it from being a path. */
export function assertIsSha256(text: string): void {
  if (/^[0-9a-f]{64}$/.test(text)) return
  throw new ModelLoadError(
    'A sha256 must be 64 lower-case hexadecimal digits; correct the model’s manifest.',
    {
      code: 'invalid-manifest',
    },
  )
}
