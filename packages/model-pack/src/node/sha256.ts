import { createHash } from 'node:crypto'

/** Lower-case hexadecimal SHA-256, by the platform's native code. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
