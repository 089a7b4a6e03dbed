import {
  ConfigurationError,
  type RandomSource,
  type SealContext,
  type TemplateKey,
  TemplateSecurityError,
} from '@faceward/spec'
import { expand } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { type Aead, KEY_LENGTH, NONCE_LENGTH } from './aead.js'
import { type EnvelopeHeader, readEnvelope, writeEnvelope } from './envelope.js'
import { lengthPrefixed } from './length-prefixed.js'
import { pad, unpad } from './padding.js'

const PURPOSE = 'faceward/record-key/v1'

/** Seals a record under one master key, with a key of its own that only this context gives. */
export function sealWithKey(
  aead: Aead,
  masterKey: TemplateKey,
  random: RandomSource,
  plaintext: Uint8Array,
  context: SealContext,
): Uint8Array {
  const nonce = random.bytes(NONCE_LENGTH)
  if (nonce.length !== NONCE_LENGTH) {
    throw new ConfigurationError('The random source gave another number of bytes than asked for.', {
      code: 'incompatible-composition',
    })
  }
  const header = { algorithm: aead.algorithm, keyId: masterKey.keyId, nonce }
  const recordKey = deriveRecordKey(masterKey.key, header, context)
  const padded = pad(plaintext)
  try {
    return writeEnvelope(header, aead.seal(recordKey, nonce, padded))
  } finally {
    padded.fill(0)
    recordKey.fill(0)
  }
}

/** Opens what `sealWithKey` sealed. @throws TemplateSecurityError on any other key, context or byte. */
export function openWithKey(
  aead: Aead,
  masterKey: TemplateKey,
  envelope: Uint8Array,
  context: SealContext,
): Uint8Array {
  const header = readEnvelope(envelope)
  const recordKey = deriveRecordKey(masterKey.key, header, context)
  const padded = aead.open(recordKey, header.nonce, header.sealed)
  recordKey.fill(0)
  const plaintext = padded && unpad(padded)
  padded?.fill(0)
  if (plaintext === undefined) throw new TemplateSecurityError()
  return plaintext
}

/**
 * HKDF-Expand (RFC 5869) of the master key over the header and the whole context. The master key is uniformly
 * random already (a keyring has run HKDF-Extract with the salt), so Expand alone is sound (RFC 5869, 3.3).
 * A record moved to another tenant, subject, id, model or revision has another key there, and does not open.
 */
function deriveRecordKey(masterKey: Uint8Array, header: EnvelopeHeader, context: SealContext): Uint8Array {
  if (!Number.isSafeInteger(context.revision) || context.revision < 0) {
    throw new ConfigurationError('A revision must be a whole number from 0.', { code: 'invalid-options' })
  }
  const info = lengthPrefixed([
    PURPOSE,
    header.algorithm,
    header.keyId,
    header.nonce,
    context.tenantId,
    context.subject,
    context.recordId,
    context.modelId,
    String(context.revision),
  ])
  return expand(sha256, masterKey, info, KEY_LENGTH)
}
