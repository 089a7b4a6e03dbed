import type { RandomSource } from '@faceward/spec'
import { bytesToHex } from '@noble/hashes/utils.js'
import { KEY_LENGTH } from './aead.js'
import { assertStrongKey } from './key-rules.js'

/**
 * A new master key, as `BIOMETRIC_TEMPLATE_KEY` wants it: 64 hexadecimal digits.
 *
 * @throws ConfigurationError `weak-key` when the random source is none.
 */
export function generateHexKey(random: RandomSource): string {
  const key = random.bytes(KEY_LENGTH)
  assertStrongKey(key, 'the random source')
  const digits = bytesToHex(key)
  key.fill(0)
  return digits
}
