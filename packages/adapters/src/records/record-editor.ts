import {
  type CallOptions,
  type RecordChange,
  type RecordKey,
  StorageError,
  type StoredRecord,
  type TemplateStore,
} from '@faceward/spec'
import { createKeyedQueue } from './keyed-queue.js'

/** What is to become of records, by what is there under one key; it may throw to refuse. */
export interface Edit {
  readonly key: RecordKey
  changes(found: StoredRecord | undefined): readonly RecordChange[] | Promise<readonly RecordChange[]>
}

/** Does edits in one durable write, or beside what somebody else writes. */
export interface RecordEditor {
  /**
   * Does edits of a tenant in one durable write, all or none, again and again until nobody came in between: no update
   * is lost, by whichever process.
   */
  edit(tenantId: string, edits: readonly Edit[], options?: CallOptions): Promise<void>
  /**
   * Runs work that writes records of its own and takes edits along in that write. From the first `changes` to the
   * work's end nobody else in this process edits the tenant's records, so that only another process can come in
   * between. The work must not call `edit` for the tenant meanwhile.
   */
  beside<Result>(
    tenantId: string,
    work: (changes: (edits: readonly Edit[]) => Promise<readonly RecordChange[]>) => Promise<Result>,
    options?: CallOptions,
  ): Promise<Result>
}

const MOST_TRIES = 100

export function createRecordEditor(store: TemplateStore): RecordEditor {
  // Within a process edits then need no second try. Between processes compare-and-set decides.
  const inOrder = createKeyedQueue()

  async function changesOf(edits: readonly Edit[], options?: CallOptions): Promise<RecordChange[]> {
    const found = await Promise.all(edits.map(({ key }) => store.get(key, options)))
    const changes: RecordChange[] = []
    for (const [index, edit] of edits.entries()) changes.push(...(await edit.changes(found[index])))
    return changes
  }

  async function tryOnce(edits: readonly Edit[], options?: CallOptions): Promise<boolean> {
    const changes = await changesOf(edits, options)
    if (changes.length === 0) return true
    try {
      await store.write(changes, options)
      return true
    } catch (error) {
      if (StorageError.isInstance(error) && error.code === 'conflict') return false
      throw error
    }
  }

  return {
    async edit(tenantId, edits, options) {
      if (edits.length === 0) return
      await inOrder(tenantId, async () => {
        for (let tries = 0; tries < MOST_TRIES; tries++) if (await tryOnce(edits, options)) return
        throw new StorageError('Records are changed by too many at once.', {
          code: 'unavailable',
          retryable: true,
        })
      })
    },

    async beside(tenantId, work, options) {
      const over: { end?: () => void } = {}
      const ended = new Promise<void>((resolve) => {
        over.end = resolve
      })
      let turn: Promise<void> | undefined
      const myTurn = () =>
        new Promise<void>((begin) => {
          void inOrder(tenantId, () => {
            begin()
            return ended
          })
        })
      try {
        return await work(async (edits) => {
          turn ??= myTurn()
          await turn
          return changesOf(edits, options)
        })
      } finally {
        over.end?.()
      }
    },
  }
}
