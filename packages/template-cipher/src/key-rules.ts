import { ConfigurationError } from '@faceward/spec'
import { KEY_LENGTH } from './aead.js'

/** A random key has about 30 distinct bytes of 32; fewer than this happens once in 10^15 keys. */
const FEWEST_DISTINCT_BYTES = 16

/**
 * Refuses what no random source gives: another length, zeros, repeated or counted-up bytes. It cannot tell
 * a key that was published from one that was not.
 *
 * @param setting where the key came from, for the message; the key itself is never in it.
 * @throws ConfigurationError `weak-key`.
 */
export function assertStrongKey(key: Uint8Array, setting: string): void {
  if (key.length !== KEY_LENGTH) throw weakKey(setting, `must have ${KEY_LENGTH} bytes`)
  if (new Set(key).size < FEWEST_DISTINCT_BYTES)
    throw weakKey(setting, 'has repeated bytes, so it is not random')
  const step = (key[1]! - key[0]!) & 0xff
  if (key.every((byte, index) => index === 0 || ((byte - key[index - 1]!) & 0xff) === step)) {
    throw weakKey(setting, 'counts up, so it is not random')
  }
}

/**
 * The key in 64 hexadecimal digits. Strict: `Buffer.from(text, 'hex')` would silently stop at the first
 * wrong digit and give a shorter key.
 *
 * @throws ConfigurationError `weak-key`.
 */
export function parseHexKey(text: string, setting: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/i.test(text)) throw weakKey(setting, 'must be 32 bytes as 64 hexadecimal digits')
  const key = parseHex(text)
  assertStrongKey(key, setting)
  return key
}

/** The salt in 16 to 128 hexadecimal digits. @throws ConfigurationError `weak-key`. */
export function parseHexSalt(text: string, setting: string): Uint8Array {
  if (!/^(?:[0-9a-f]{2}){8,64}$/i.test(text))
    throw weakKey(setting, 'must be 8 to 64 bytes as hexadecimal digits')
  return parseHex(text)
}

function parseHex(digits: string): Uint8Array {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

function weakKey(setting: string, message: string): ConfigurationError {
  return new ConfigurationError(`${setting} ${message}.`, {
    code: 'weak-key',
    issues: [{ key: setting, message }],
  })
}
