import { fromBase64, toBase64 } from '@faceward/plugin-kit'
import { ConfigurationError, TemplateSecurityError } from '@faceward/spec'
import { cbc } from '@noble/ciphers/aes.js'
import { equalBytes } from '@noble/ciphers/utils.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'

// The token (github.com/fernet/spec): 0x80 | seconds, 8 bytes big-endian | iv 16 | AES-128-CBC, PKCS 7 | HMAC-SHA256.
const VERSION = 0x80
const TIME_AT = 1
const IV_AT = 9
const CIPHERTEXT_AT = 25
const MAC_LENGTH = 32
const BLOCK = 16
const MOST_CLOCK_SKEW_SECONDS = 60

/** What a token holds. */
export interface FernetMessage {
  readonly plaintext: Uint8Array
  /** When the token says it was made, in Unix milliseconds, to the second. */
  readonly createdAtMs: number
}

export interface OpenFernetOptions {
  /** Refuse tokens older than this; needs `nowMs`. */
  readonly maximumAgeMs?: number
  /** Refuse tokens of more than a minute ahead of this; default: the token's time is not looked at. */
  readonly nowMs?: number
}

/**
 * Opens a Fernet token, as made by Python's cryptography. A token is bound to nothing but its key: whoever
 * can write where it lies can put one person's in the place of another's, so check out of band whose it is.
 *
 * @param key 32 bytes: signing key, then encryption key; see `parseFernetKey`.
 * @throws TemplateSecurityError when the token is not one of this key, whatever is wrong.
 */
export function openFernet(token: string, key: Uint8Array, options: OpenFernetOptions = {}): FernetMessage {
  assertKey(key)
  const bytes = fromBase64Url(token.trim())
  if (bytes === undefined || bytes.length < CIPHERTEXT_AT + BLOCK + MAC_LENGTH)
    throw new TemplateSecurityError()
  const end = bytes.length - MAC_LENGTH
  const mac = hmac(sha256, key.subarray(0, 16), bytes.subarray(0, end))
  const isWhole = (end - CIPHERTEXT_AT) % BLOCK === 0
  if (bytes[0] !== VERSION || !isWhole || !equalBytes(mac, bytes.subarray(end)))
    throw new TemplateSecurityError()
  const createdAtMs = Number(new DataView(bytes.buffer).getBigUint64(TIME_AT)) * 1000
  assertAge(createdAtMs, options)
  try {
    const cipher = cbc(key.subarray(16), bytes.subarray(IV_AT, CIPHERTEXT_AT))
    return { plaintext: cipher.decrypt(bytes.subarray(CIPHERTEXT_AT, end)), createdAtMs }
  } catch {
    throw new TemplateSecurityError()
  }
}

export interface SealFernetOptions {
  /** 16 random bytes, never used twice. */
  readonly iv: Uint8Array
  readonly nowMs: number
}

/**
 * Makes a Fernet token that Python's cryptography opens, for handing data to such a system. Not for keeping
 * templates: a token is bound to no subject, record or revision.
 */
export function sealFernet(plaintext: Uint8Array, key: Uint8Array, { iv, nowMs }: SealFernetOptions): string {
  assertKey(key)
  if (iv.length !== BLOCK) {
    throw new ConfigurationError('The iv of a Fernet token has 16 bytes.', { code: 'invalid-options' })
  }
  const ciphertext = cbc(key.subarray(16), iv).encrypt(plaintext)
  const end = CIPHERTEXT_AT + ciphertext.length
  const bytes = new Uint8Array(end + MAC_LENGTH)
  bytes[0] = VERSION
  new DataView(bytes.buffer).setBigUint64(TIME_AT, BigInt(Math.floor(nowMs / 1000)))
  bytes.set(iv, IV_AT)
  bytes.set(ciphertext, CIPHERTEXT_AT)
  bytes.set(hmac(sha256, key.subarray(0, 16), bytes.subarray(0, end)), end)
  // With padding, which Python insists on.
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_')
}

function assertAge(createdAtMs: number, { nowMs, maximumAgeMs }: OpenFernetOptions): void {
  if (maximumAgeMs !== undefined && nowMs === undefined) {
    throw new ConfigurationError('maximumAgeMs needs nowMs.', { code: 'invalid-options' })
  }
  if (nowMs === undefined) return
  const isFuture = createdAtMs > nowMs + MOST_CLOCK_SKEW_SECONDS * 1000
  const isOld = maximumAgeMs !== undefined && createdAtMs + maximumAgeMs < nowMs
  if (isFuture || isOld) throw new TemplateSecurityError()
}

function assertKey(key: Uint8Array): void {
  if (key.length !== 32) throw new ConfigurationError('A Fernet key has 32 bytes.', { code: 'weak-key' })
}

/** The bytes, or undefined on any character that base64url does not have, padding in the middle included. */
export function fromBase64Url(text: string): Uint8Array | undefined {
  const [, digits, padding] = /^([A-Za-z0-9_-]+)(={0,2})$/.exec(text) ?? []
  if (digits === undefined || digits.length % 4 === 1) return undefined
  if (padding && (digits.length + padding.length) % 4 !== 0) return undefined
  return fromBase64(digits.replaceAll('-', '+').replaceAll('_', '/'))
}
