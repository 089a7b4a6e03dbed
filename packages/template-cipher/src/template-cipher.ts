import { assertKnownOptions } from '@faceward/plugin-kit'
import {
  ConfigurationError,
  DisposedError,
  type KeyProvider,
  type RandomSource,
  SPECIFICATION_VERSION,
  type TemplateCipher,
  TemplateSecurityError,
} from '@faceward/spec'
import type { Aead, AeadAlgorithm } from './aead.js'
import { readEnvelope } from './envelope.js'
import { pseudonym } from './pseudonym.js'
import { openWithKey, sealWithKey } from './record-sealing.js'

export interface TemplateCipherOptions {
  /** Where master keys come from. The cipher wipes them when it is disposed of. */
  readonly keys: KeyProvider
  /** For nonces. */
  readonly random: RandomSource
  /** Seals new records. */
  readonly aead: Aead
  /** Algorithms of older records, so that they open and `needsRewrap` moves them. */
  readonly alsoOpens?: readonly Aead[]
}

/**
 * Seals records in FTE1 envelopes: a key for each record by HKDF-SHA256, bound to tenant, subject, record,
 * model, revision, algorithm and master key; padded to 1 KB steps.
 *
 * Its `open` throws one and the same TemplateSecurityError whatever is wrong; what a KeyProvider throws
 * (a KMS out of reach) passes through, because it says nothing of the record.
 *
 * @throws ConfigurationError `invalid-options` on an unknown or missing option.
 */
export function createTemplateCipher(options: TemplateCipherOptions): TemplateCipher {
  assertKnownOptions('createTemplateCipher', options, ['keys', 'random', 'aead', 'alsoOpens'])
  const { keys, random, aead, alsoOpens = [] } = options
  assertParts(options)
  const state = { disposed: false }

  const openerOf = (algorithm: AeadAlgorithm) =>
    [aead, ...alsoOpens].find((one) => one.algorithm === algorithm)
  // Asked again after every wait: a key may have been wiped meanwhile, and nothing may be sealed with zeros.
  const begin = (signal: AbortSignal | undefined) => {
    if (state.disposed) throw new DisposedError('The template cipher')
    signal?.throwIfAborted()
  }

  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: `fte1-${aead.algorithm}`,

    async seal(plaintext, context, { signal } = {}) {
      begin(signal)
      // The caller may reuse its buffer while the key is on its way.
      const own = plaintext.slice()
      try {
        const key = await keys.active(signal && { signal })
        begin(signal)
        return sealWithKey(aead, key, random, own, context)
      } finally {
        own.fill(0)
      }
    },

    async open(sealed, context, { signal } = {}) {
      begin(signal)
      const own = sealed.slice()
      const { algorithm, keyId } = readEnvelope(own)
      const opener = openerOf(algorithm)
      const key = await keys.byId(keyId, signal && { signal })
      begin(signal)
      if (opener === undefined || key === undefined) throw new TemplateSecurityError()
      return openWithKey(opener, key, own, context)
    },

    inspect(sealed) {
      begin(undefined)
      return { keyId: readEnvelope(sealed).keyId }
    },

    async needsRewrap(sealed, { signal } = {}) {
      begin(signal)
      const { algorithm, keyId } = readEnvelope(sealed)
      const active = await keys.active(signal && { signal })
      if (keyId === active.keyId && algorithm === aead.algorithm) return false
      return openerOf(algorithm) !== undefined && (await keys.byId(keyId, signal && { signal })) !== undefined
    },

    pseudonym(indexKey, parts) {
      begin(undefined)
      return pseudonym(indexKey, parts)
    },

    async dispose() {
      state.disposed = true
      keys.wipe()
    },
  }
}

function assertParts({ keys, random, aead }: TemplateCipherOptions): void {
  const missing = [
    ...(typeof keys?.active === 'function' && typeof keys.byId === 'function' ? [] : ['keys']),
    ...(typeof random?.bytes === 'function' ? [] : ['random']),
    ...(typeof aead?.seal === 'function' ? [] : ['aead']),
  ]
  if (missing.length === 0) return
  throw new ConfigurationError(`A template cipher needs ${missing.join(', ')}.`, {
    code: 'invalid-options',
    issues: missing.map((key) => ({ key, message: 'required' })),
  })
}
