import { frameRecord, unframeRecord } from '@faceward/plugin-kit'
import {
  type CallOptions,
  type RandomSource,
  type RecordChange,
  type RecordKey,
  type SealContext,
  StorageError,
  type StoredRecord,
  type Template,
  type TemplateCipher,
  type TemplateStore,
} from '@faceward/spec'
import { hasIndexedRecords, indexKeyMissing } from './index-key.js'
import { decodeTemplate, encodeTemplate } from './template-codec.js'
import { writeWith } from './write-with.js'

/** A template as it was found. */
export interface StoredTemplate {
  readonly template: Template
  readonly modelId: string
  readonly revision: number
  readonly keyId: string
}

/** Templates over a store and a cipher: the only place where a plain template meets storage. */
export interface TemplateVault {
  /** The subject's pseudonym in the store. */
  pseudonym(tenantId: string, subjectId: string, options?: CallOptions): Promise<string>
  /** A keyed digest of a text; `purpose` keeps it apart from pseudonyms and from other uses. */
  digest(tenantId: string, purpose: string, text: string, options?: CallOptions): Promise<string>
  load(tenantId: string, subject: string, options?: CallOptions): Promise<StoredTemplate | undefined>
  /** The stored revision, 0 when there is none; needs no key. */
  revision(tenantId: string, subject: string, options?: CallOptions): Promise<number>
  /**
   * Stores a template, and in the same write what `alongside` gives, all or none. It is asked again when somebody else
   * changed one of its records in between.
   * @throws StorageError `conflict` when the stored revision is another.
   */
  save(
    tenantId: string,
    subject: string,
    template: Template,
    expectedRevision: number,
    options?: CallOptions,
    alongside?: () => Promise<readonly RecordChange[]>,
  ): Promise<void>
  /** Seals the record anew with the active key if it was sealed with an older one; false when nothing was done. */
  rewrap(tenantId: string, subject: string, found: StoredTemplate, options?: CallOptions): Promise<boolean>
  deleteSubject(tenantId: string, subject: string, options?: CallOptions): Promise<number>
  /** Some of a tenant's templates, the first by pseudonym, which is nobody's choice; without those that do not open. */
  anyTemplates(tenantId: string, limit: number, options?: CallOptions): Promise<readonly Template[]>
  list(page: { tenantId: string; cursor?: string; limit?: number } & CallOptions): Promise<{
    readonly templates: readonly StoredTemplate[]
    readonly nextCursor?: string
  }>
}

const TEMPLATE_ID = 'face'
const INDEX_KEY_BYTES = 32

export function createTemplateVault(parts: {
  readonly store: TemplateStore
  readonly cipher: TemplateCipher
  readonly random: RandomSource
}): TemplateVault {
  const { store, cipher, random } = parts
  // Subject ids are stored as pseudonyms under a random key, which itself is stored sealed: it survives the
  // rotation of the master key, and whoever has only the database cannot test a guessed subject id.
  const indexKeys = new Map<string, Promise<Uint8Array>>()

  async function loadIndexKey(tenantId: string, options?: CallOptions): Promise<Uint8Array> {
    const key: RecordKey = { collection: 'keys', tenantId, subject: 'index', id: 'index-key' }
    const found = await store.get(key, options)
    if (found !== undefined) return openRecord(found, options)
    if (await hasIndexedRecords(store, tenantId, options)) {
      // Written meanwhile by another process, with its key; or the key is lost.
      const written = await store.get(key, options)
      if (written === undefined) throw indexKeyMissing()
      return openRecord(written, options)
    }
    const fresh = random.bytes(INDEX_KEY_BYTES)
    try {
      await sealRecord(key, 0, '', fresh, options)
      return fresh
    } catch (error) {
      // Another process was first: its key counts.
      const winner =
        StorageError.isInstance(error) && error.code === 'conflict'
          ? await store.get(key, options)
          : undefined
      if (winner === undefined) throw error
      return openRecord(winner, options)
    }
  }

  function indexKey(tenantId: string, options?: CallOptions): Promise<Uint8Array> {
    const known = indexKeys.get(tenantId)
    if (known !== undefined) return known
    const loading = loadIndexKey(tenantId, options)
    indexKeys.set(tenantId, loading)
    loading.catch(() => indexKeys.delete(tenantId))
    return loading
  }

  const templateKey = (tenantId: string, subject: string): RecordKey => ({
    collection: 'templates',
    tenantId,
    subject,
    id: TEMPLATE_ID,
  })

  async function sealRecord(
    key: RecordKey,
    expectedRevision: number,
    modelId: string,
    plaintext: Uint8Array,
    options?: CallOptions,
  ) {
    const bytes = await sealedBytes(key, expectedRevision, modelId, plaintext, options)
    await store.put(key, bytes, { ...options, expectedRevision })
  }

  async function sealedBytes(
    key: RecordKey,
    expectedRevision: number,
    modelId: string,
    plaintext: Uint8Array,
    options?: CallOptions,
  ): Promise<Uint8Array> {
    const sealed = await cipher.seal(plaintext, sealContext(key, modelId, expectedRevision + 1), options)
    return frameRecord(modelId, sealed)
  }

  async function openRecord(record: StoredRecord, options?: CallOptions): Promise<Uint8Array> {
    const { modelId, sealed } = unframeRecord(record.bytes)
    return cipher.open(sealed, sealContext(record.key, modelId, record.revision), options)
  }

  async function openTemplate(record: StoredRecord, options?: CallOptions): Promise<StoredTemplate> {
    const { modelId, sealed } = unframeRecord(record.bytes)
    const plaintext = await openRecord(record, options)
    try {
      return {
        template: decodeTemplate(plaintext),
        modelId,
        revision: record.revision,
        keyId: cipher.inspect(sealed).keyId,
      }
    } finally {
      plaintext.fill(0)
    }
  }

  const save: TemplateVault['save'] = async (
    tenantId,
    subject,
    template,
    expectedRevision,
    options,
    alongside,
  ) => {
    const key = templateKey(tenantId, subject)
    const modelId = templateModelId(template)
    const plaintext = encodeTemplate(template)
    try {
      const bytes = await sealedBytes(key, expectedRevision, modelId, plaintext, options)
      if (alongside === undefined) await store.put(key, bytes, { ...options, expectedRevision })
      else await writeWith(store, { key, bytes, expectedRevision }, alongside, options)
    } finally {
      plaintext.fill(0)
    }
  }

  return {
    async pseudonym(tenantId, subjectId, options) {
      return cipher.pseudonym(await indexKey(tenantId, options), [tenantId, subjectId])
    },

    async digest(tenantId, purpose, text, options) {
      // Three parts, length-prefixed: no text collides with a pseudonym's two.
      return cipher.pseudonym(await indexKey(tenantId, options), [tenantId, purpose, text])
    },

    async load(tenantId, subject, options) {
      const record = await store.get(templateKey(tenantId, subject), options)
      return record === undefined ? undefined : openTemplate(record, options)
    },

    async revision(tenantId, subject, options) {
      return (await store.get(templateKey(tenantId, subject), options))?.revision ?? 0
    },

    save,

    async rewrap(tenantId, subject, found, options) {
      const record = await store.get(templateKey(tenantId, subject), options)
      if (record === undefined || record.revision !== found.revision) return false
      if (!(await cipher.needsRewrap(unframeRecord(record.bytes).sealed, options))) return false
      try {
        await save(tenantId, subject, found.template, found.revision, options)
        return true
      } catch (error) {
        // Somebody else wrote in between; what they wrote is newer.
        if (StorageError.isInstance(error) && error.code === 'conflict') return false
        throw error
      }
    },

    async anyTemplates(tenantId, limit, options) {
      const { records } = await store.list({ ...options, collection: 'templates', tenantId, limit })
      const opened = await Promise.allSettled(records.map((record) => openTemplate(record, options)))
      options?.signal?.throwIfAborted()
      return opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value.template] : []))
    },

    deleteSubject: (tenantId, subject, options) => store.deleteSubject(tenantId, subject, options),

    async list({ tenantId, ...page }) {
      const { records, nextCursor } = await store.list({ collection: 'templates', tenantId, ...page })
      const templates: StoredTemplate[] = []
      for (const record of records) templates.push(await openTemplate(record, page))
      return { templates, ...(nextCursor === undefined ? {} : { nextCursor }) }
    },
  }
}

/** The models inside a template, joined in order; what the sealed record is bound to. */
function templateModelId(template: Template): string {
  return template.parts.map(({ modality, modelId }) => `${modality}:${modelId}`).join('+')
}

function sealContext(key: RecordKey, modelId: string, revision: number): SealContext {
  return {
    tenantId: key.tenantId,
    subject: key.subject,
    recordId: `${key.collection}/${key.id}`,
    modelId,
    revision,
  }
}
