import { type CallOptions, type Collection, StorageError, type TemplateStore } from '@faceward/spec'

/** Collections whose records mean nothing without the index key of their tenant. */
const INDEXED: readonly Collection[] = ['templates', 'audit']

/** Whether a tenant has records that were made with an index key. */
export async function hasIndexedRecords(
  store: TemplateStore,
  tenantId: string,
  options: CallOptions = {},
): Promise<boolean> {
  for (const collection of INDEXED) {
    const { records } = await store.list({ ...options, collection, tenantId, limit: 1 })
    if (records.length > 0) return true
  }
  return false
}

/** A new key would make everybody unknown, and let them be enrolled again under it: nobody may go on. */
export function indexKeyMissing(): StorageError {
  return new StorageError(
    "The index key of this tenant is missing beside its records: nobody can be found without it. Restore the record 'index-key' of the collection 'keys' from the backup.",
    { code: 'corrupt-store' },
  )
}
