import { assertKnownOptions } from '@faceward/plugin-kit'
import {
  type CallOptions,
  DisposedError,
  type RandomSource,
  type RecordKey,
  type SealContext,
  SPECIFICATION_VERSION,
  StorageError,
  type TemplateCipher,
  type TemplateKey,
  TemplateSecurityError,
  type TemplateStore,
} from '@faceward/spec'
import { type Aead, KEY_LENGTH } from './aead.js'
import { readEnvelope, SUBJECT_KEY_PREFIX } from './envelope.js'
import { deriveKeyId } from './keyring.js'
import { openWithKey, sealWithKey } from './record-sealing.js'
import { openRecord, sealRecord } from './sealed-record.js'
import { secretboxAead } from './secretbox-aead.js'
import { xchachaAead } from './xchacha-aead.js'

export interface SubjectKeyCipherOptions {
  /** Seals the subjects' keys, and everything else in the collection `keys`. Disposed of with this cipher. */
  readonly cipher: TemplateCipher
  /** Where the subjects' keys are: a record `subject-key` for each, in the collection `keys`. Not closed by this cipher. */
  readonly keys: TemplateStore
  readonly random: RandomSource
  /** Seals the subjects' records; default secretbox. */
  readonly aead?: Aead
}

/**
 * A cipher with a random key for each subject, so that deleting the key erases everything ever sealed for
 * the subject, also where its bytes are out of reach: in a replica, a backup, a database's log. That holds
 * only if the key itself goes: keep `keys` in a store that overwrites what it deletes, and out of the
 * records' backups (see `createSplitStore`).
 *
 * A rotation of the master key then seals only the subjects' keys anew. Records sealed before, by `cipher`
 * alone, still open. Nothing is cached: once a key is deleted, by any process, nothing opens.
 *
 * @throws ConfigurationError `invalid-options` on an unknown option.
 */
export function createSubjectKeyCipher(options: SubjectKeyCipherOptions): TemplateCipher {
  assertKnownOptions('createSubjectKeyCipher', options, ['cipher', 'keys', 'random', 'aead'])
  const { cipher, keys, random, aead = secretboxAead } = options
  const state = { disposed: false }
  const begin = () => {
    if (state.disposed) throw new DisposedError('The template cipher')
  }

  const find = async (context: SealContext, call?: CallOptions): Promise<TemplateKey | undefined> => {
    const record = await keys.get(addressOf(context), call)
    return record && nameKey((await openRecord(cipher, record, call)).plaintext)
  }
  const create = async (context: SealContext, call?: CallOptions): Promise<TemplateKey> => {
    const key = nameKey(random.bytes(KEY_LENGTH))
    const address = addressOf(context)
    try {
      const bytes = await sealRecord(cipher, address, 1, '', key.key, call)
      await keys.put(address, bytes, { ...call, expectedRevision: 0 })
      return key
    } catch (error) {
      key.key.fill(0)
      if (!StorageError.isInstance(error) || error.code !== 'conflict') throw error
      // Another process was first: its key counts.
      const winner = await find(context, call)
      if (winner === undefined) throw error
      return winner
    }
  }

  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: `subject-keys-${cipher.id}`,

    async seal(plaintext, context, call) {
      begin()
      call?.signal?.throwIfAborted()
      if (isKeyRecord(context)) return cipher.seal(plaintext, context, call)
      const own = plaintext.slice()
      const key = (await find(context, call)) ?? (await create(context, call))
      begin()
      try {
        return sealWithKey(aead, key, random, own, context)
      } finally {
        key.key.fill(0)
        own.fill(0)
      }
    },

    async open(sealed, context, call) {
      begin()
      call?.signal?.throwIfAborted()
      const own = sealed.slice()
      const { keyId, algorithm } = readEnvelope(own)
      if (!keyId.startsWith(SUBJECT_KEY_PREFIX)) return cipher.open(own, context, call)
      const opener = [aead, secretboxAead, xchachaAead].find((one) => one.algorithm === algorithm)
      const key = await find(context, call)
      begin()
      if (key === undefined || key.keyId !== keyId || opener === undefined) throw new TemplateSecurityError()
      try {
        return openWithKey(opener, key, own, context)
      } finally {
        key.key.fill(0)
      }
    },

    inspect(sealed) {
      begin()
      return { keyId: readEnvelope(sealed).keyId }
    },

    async needsRewrap(sealed, call) {
      begin()
      call?.signal?.throwIfAborted()
      const { keyId, algorithm } = readEnvelope(sealed)
      if (!keyId.startsWith(SUBJECT_KEY_PREFIX)) return cipher.needsRewrap(sealed, call)
      return algorithm !== aead.algorithm
    },

    pseudonym(indexKey, parts) {
      begin()
      return cipher.pseudonym(indexKey, parts)
    },

    async dispose() {
      state.disposed = true
      await cipher.dispose()
    },
  }
}

function addressOf({ tenantId, subject }: SealContext): RecordKey {
  return { collection: 'keys', tenantId, subject, id: 'subject-key' }
}

/** Keys are sealed with the master key, not with themselves. */
function isKeyRecord({ recordId }: SealContext): boolean {
  return recordId.startsWith('keys/')
}

function nameKey(key: Uint8Array): TemplateKey {
  return { keyId: deriveKeyId(SUBJECT_KEY_PREFIX.slice(0, -1), key), key }
}
