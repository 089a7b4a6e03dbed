import {
  type CallOptions,
  type RecordChange,
  type RecordKey,
  StorageError,
  type StoredRecord,
  type TemplateStore,
} from '@faceward/spec'
import { decodeJson, encodeJson } from './json-record.js'
import { createKeyedQueue } from './keyed-queue.js'

/** What is to become of records, by what is there under one key; it may throw to refuse. */
export interface Edit {
  readonly key: RecordKey
  changes(found: StoredRecord | undefined): readonly RecordChange[] | Promise<readonly RecordChange[]>
}

/** A record's next value; `delete` removes it, undefined leaves it. */
export type Next<Value> = { readonly value: Value; readonly expiresAtMs?: number } | 'delete' | undefined

/** An edit of one JSON record. */
export function editJson<Value>(key: RecordKey, next: (found: Value | undefined) => Next<Value>): Edit {
  return {
    key,
    changes(found) {
      const expectedRevision = found?.revision ?? 0
      const to = next(found && decodeJson<Value>(found.bytes))
      if (to === undefined) return []
      if (to === 'delete') return [{ key, expectedRevision }]
      const { value, ...expiry } = to
      return [{ key, bytes: encodeJson(value), expectedRevision, ...expiry }]
    },
  }
}

/**
 * Does edits of a tenant in one durable write, all or none, again and again until nobody came in between: no update is
 * lost, by whichever process.
 */
export type RecordEditor = (tenantId: string, edits: readonly Edit[], options?: CallOptions) => Promise<void>

const MOST_TRIES = 100

export function createRecordEditor(store: TemplateStore): RecordEditor {
  // Within a process edits then need no second try. Between processes compare-and-set decides.
  const inOrder = createKeyedQueue()

  async function tryOnce(edits: readonly Edit[], options?: CallOptions): Promise<boolean> {
    const found = await Promise.all(edits.map(({ key }) => store.get(key, options)))
    const changes: RecordChange[] = []
    for (const [index, edit] of edits.entries()) changes.push(...(await edit.changes(found[index])))
    if (changes.length === 0) return true
    try {
      await store.write(changes, options)
      return true
    } catch (error) {
      if (StorageError.isInstance(error) && error.code === 'conflict') return false
      throw error
    }
  }

  return async (tenantId, edits, options) => {
    if (edits.length === 0) return
    await inOrder(tenantId, async () => {
      for (let tries = 0; tries < MOST_TRIES; tries++) if (await tryOnce(edits, options)) return
      throw new StorageError('Records are changed by too many at once.', {
        code: 'unavailable',
        retryable: true,
      })
    })
  }
}
