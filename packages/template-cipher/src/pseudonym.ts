import { toBase64Url } from '@faceward/plugin-kit'
import { ConfigurationError } from '@faceward/spec'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { KEY_LENGTH } from './aead.js'
import { lengthPrefixed } from './length-prefixed.js'

/**
 * HMAC-SHA256 over the length-prefixed parts, base64url without padding: 43 characters that say nothing of
 * the parts to whoever lacks the key, and are the same each time.
 *
 * @throws ConfigurationError `weak-key` unless the key has 32 bytes.
 */
export function pseudonym(indexKey: Uint8Array, parts: readonly string[]): string {
  if (indexKey.length !== KEY_LENGTH) {
    throw new ConfigurationError('An index key has 32 bytes.', { code: 'weak-key' })
  }
  return toBase64Url(hmac(sha256, indexKey, lengthPrefixed(['faceward/pseudonym/v1', ...parts])))
}
