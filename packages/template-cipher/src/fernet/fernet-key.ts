import { ConfigurationError } from '@faceward/spec'
import { pbkdf2Async } from '@noble/hashes/pbkdf2.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { assertStrongKey } from '../key-rules.js'
import { fromBase64Url } from './fernet.js'

/**
 * A Fernet key as `Fernet.generate_key()` prints it: 32 bytes in base64url.
 *
 * @throws ConfigurationError `weak-key`; the key is never in its message.
 */
export function parseFernetKey(text: string): Uint8Array {
  const key = fromBase64Url(text.trim())
  if (key === undefined) {
    throw new ConfigurationError('A Fernet key is 32 bytes in base64url.', { code: 'weak-key' })
  }
  assertStrongKey(key, 'the Fernet key')
  return key
}

/**
 * The Fernet key of a password, as Python's cryptography documents it ("Using passwords with Fernet"):
 * PBKDF2-HMAC-SHA256, 32 bytes. The number of iterations must be the one used then; its page has said
 * 100,000, 390,000, 480,000 and 1,200,000 over the years.
 */
export function deriveFernetKey(
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
): Promise<Uint8Array> {
  if (!Number.isInteger(iterations) || iterations < 1) {
    throw new ConfigurationError('iterations must be a whole number from 1.', { code: 'invalid-options' })
  }
  return pbkdf2Async(sha256, password, salt, { c: iterations, dkLen: 32 })
}
