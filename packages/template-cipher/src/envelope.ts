import { TemplateSecurityError } from '@faceward/spec'
import { AEAD_CODES, type AeadAlgorithm, NONCE_LENGTH, TAG_LENGTH } from './aead.js'

/** What a sealed record says of itself, in clear. Every member is bound to the record's key. */
export interface EnvelopeHeader {
  readonly algorithm: AeadAlgorithm
  readonly keyId: string
  readonly nonce: Uint8Array
}

const MAGIC = [0x46, 0x54, 0x45, 0x31] // FTE1
const ALGORITHM_AT = 4
const KEY_ID_LENGTH_AT = 5
const KEY_ID_AT = 6
const KEY_ID = /^[A-Za-z0-9._-]{1,64}$/

/** Begins the ids of subjects' own keys, which no keyring holds. */
export const SUBJECT_KEY_PREFIX = 'subject-'

/** True for 1 to 64 of the characters A-Z a-z 0-9 . _ - */
export function isKeyId(value: string): boolean {
  return KEY_ID.test(value)
}

/** `"FTE1" | algorithm | length of the key id | key id | nonce | sealed bytes`. */
export function writeEnvelope(header: EnvelopeHeader, sealed: Uint8Array): Uint8Array {
  const keyId = new TextEncoder().encode(header.keyId)
  const nonceAt = KEY_ID_AT + keyId.length
  const envelope = new Uint8Array(nonceAt + NONCE_LENGTH + sealed.length)
  envelope.set(MAGIC)
  envelope[ALGORITHM_AT] = AEAD_CODES[header.algorithm]
  envelope[KEY_ID_LENGTH_AT] = keyId.length
  envelope.set(keyId, KEY_ID_AT)
  envelope.set(header.nonce, nonceAt)
  envelope.set(sealed, nonceAt + NONCE_LENGTH)
  return envelope
}

/** Takes an envelope apart; `nonce` and `sealed` are views. @throws TemplateSecurityError when it is none. */
export function readEnvelope(envelope: Uint8Array): EnvelopeHeader & { readonly sealed: Uint8Array } {
  const algorithm = algorithmOf(envelope[ALGORITHM_AT])
  const nonceAt = KEY_ID_AT + (envelope[KEY_ID_LENGTH_AT] ?? 0)
  const sealedAt = nonceAt + NONCE_LENGTH
  const isEnvelope =
    MAGIC.every((byte, index) => envelope[index] === byte) && envelope.length >= sealedAt + TAG_LENGTH
  if (!isEnvelope || algorithm === undefined) throw new TemplateSecurityError()
  const keyId = String.fromCharCode(...envelope.subarray(KEY_ID_AT, nonceAt))
  if (!isKeyId(keyId)) throw new TemplateSecurityError()
  return {
    algorithm,
    keyId,
    nonce: envelope.subarray(nonceAt, sealedAt),
    sealed: envelope.subarray(sealedAt),
  }
}

function algorithmOf(code: number | undefined): AeadAlgorithm | undefined {
  return (Object.keys(AEAD_CODES) as AeadAlgorithm[]).find((algorithm) => AEAD_CODES[algorithm] === code)
}
