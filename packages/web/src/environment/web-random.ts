import type { RandomSource } from '@faceward/spec'

/** WebCrypto's random bytes. */
export const webRandom: RandomSource = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
}
