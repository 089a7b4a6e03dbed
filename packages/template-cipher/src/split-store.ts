import { assertKnownOptions, assertRecordChanges } from '@faceward/plugin-kit'
import { SPECIFICATION_VERSION, type TemplateStore } from '@faceward/spec'

export interface SplitStoreOptions {
  /** Everything but keys. */
  readonly records: TemplateStore
  /** The collection `keys`, in a place of its own. */
  readonly keys: TemplateStore
}

/**
 * One store of two, so that the subjects' keys lie apart from what they open: a copy of either alone is
 * worth nothing, and deleting a key reaches into every copy of the records. Claims only what both can do.
 *
 * @throws ConfigurationError `invalid-options` on an unknown option.
 */
export function createSplitStore(options: SplitStoreOptions): TemplateStore {
  assertKnownOptions('createSplitStore', options, ['records', 'keys'])
  const { records, keys } = options
  const both = (capability: keyof TemplateStore['capabilities']) =>
    records.capabilities[capability] && keys.capabilities[capability]
  const of = (collection: string) => (collection === 'keys' ? keys : records)

  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: `${records.id}+${keys.id}`,
    capabilities: {
      durable: both('durable'),
      multiProcess: both('multiProcess'),
      secureDelete: both('secureDelete'),
    },
    get: (key, call) => of(key.collection).get(key, call),
    put: (key, bytes, call) => of(key.collection).put(key, bytes, call),
    delete: (key, call) => of(key.collection).delete(key, call),
    async write(changes, call) {
      assertRecordChanges(changes)
      const [first] = changes
      if (first !== undefined) await of(first.key.collection).write(changes, call)
    },
    async deleteSubject(tenantId, subject, call) {
      // The key first: if the second half fails, what it leaves no longer opens.
      const erased = await keys.deleteSubject(tenantId, subject, call)
      return erased + (await records.deleteSubject(tenantId, subject, call))
    },
    list: (listing) => of(listing.collection).list(listing),
    async tenants(call) {
      return [...new Set([...(await records.tenants(call)), ...(await keys.tenants(call))])]
    },
    async health(call) {
      const [ofRecords, ofKeys] = [await records.health(call), await keys.health(call)]
      return ofKeys.status === 'failing' ? ofKeys : ofRecords
    },
    async close() {
      await Promise.all([records.close(), keys.close()])
    },
  }
}
