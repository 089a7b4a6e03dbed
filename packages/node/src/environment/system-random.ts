import { randomBytes } from 'node:crypto'
import type { RandomSource } from '@faceward/spec'

/** The operating system's cryptographic random bytes. */
export const systemRandom: RandomSource = {
  bytes: (length) => new Uint8Array(randomBytes(length)),
}
