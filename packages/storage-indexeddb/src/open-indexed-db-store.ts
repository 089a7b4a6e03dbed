import {
  assertKnownOptions,
  assertRecordChanges,
  assertRecordKey,
  assertRecordName,
  createLifetime,
  PROBE_BYTES,
  pageOf,
  readListing,
  revisionConflict,
} from '@faceward/plugin-kit'
import {
  type Clock,
  COLLECTIONS,
  type Collection,
  ConfigurationError,
  type RecordKey,
  SPECIFICATION_VERSION,
  StorageError,
  type StoredRecord,
  type TemplateStore,
} from '@faceward/spec'
import { toStorageError } from './indexed-db-errors.js'
import { BY_EXPIRY, openDatabase, RECORDS } from './open-database.js'
import { completionOf, resultOf, walk } from './requests.js'

export interface IndexedDbStoreOptions {
  /** The database's name within the site. Default `faceward`. */
  readonly name?: string
  /** What time it is, for `createdAtMs` and expiry. Default: the system's clock. */
  readonly clock?: Pick<Clock, 'now'>
  /** Where IndexedDB is found. Default: the global scope. */
  readonly environment?: Pick<typeof globalThis, 'indexedDB' | 'IDBKeyRange'>
}

/** A record as it is kept; its key is beside it. */
type Row = Omit<StoredRecord, 'key'>

interface PutRow {
  readonly key: RecordKey
  readonly bytes: Uint8Array
  readonly expectedRevision?: number | undefined
  readonly expiresAtMs?: number | undefined
}

/** How many dead records one write sweeps at most, so that no write takes long. */
const SWEEP = 100
const ERASABLE = COLLECTIONS.filter((collection) => collection !== 'audit')

/**
 * Opens, or makes, a template store in the browser's IndexedDB, shared by the tabs of a site. The browser
 * may clear it when space is short, unless the site asked to keep it (`navigator.storage.persist()`), and
 * leaves deleted bytes in its files for a while.
 *
 * @throws ConfigurationError `invalid-options`; StorageError when the browser gives no database.
 */
export async function openIndexedDbStore(options: IndexedDbStoreOptions = {}): Promise<TemplateStore> {
  assertKnownOptions('openIndexedDbStore', options, ['name', 'clock', 'environment'])
  const { name = 'faceward', clock = { now: () => Date.now() }, environment = globalThis } = options
  const { indexedDB: factory, IDBKeyRange: ranges } = environment
  if (factory === undefined || ranges === undefined) {
    throw new ConfigurationError('There is no IndexedDB here.', {
      code: 'invalid-options',
      issues: [{ key: 'environment', message: 'must have indexedDB and IDBKeyRange' }],
    })
  }
  const database = await openDatabase(factory, name).catch((failure: unknown) => {
    throw toStorageError(failure)
  })
  const lifetime = createLifetime('The IndexedDB store')
  /** Runs the work in one transaction, all of it or none; `close` waits for it. */
  const transact = async <Result>(
    mode: 'readonly' | 'readwrite',
    work: (records: IDBObjectStore) => Promise<Result>,
  ): Promise<Result> => {
    const working = (async () => {
      const transaction = database.transaction(RECORDS, mode, { durability: 'strict' })
      const completion = completionOf(transaction)
      try {
        const result = await work(transaction.objectStore(RECORDS))
        await completion
        return result
      } catch (error) {
        completion.catch(() => {})
        if (transaction.error === null) abort(transaction)
        throw error
      }
    })()
    return lifetime.during(working).catch((failure: unknown) => {
      throw toStorageError(failure)
    })
  }
  /** The live record at the address. */
  const find = async (records: IDBObjectStore, address: string[]): Promise<Row | undefined> => {
    const row: Row | undefined = await resultOf(records.get(address))
    return row !== undefined && isLive(row, clock.now()) ? row : undefined
  }
  const sweep = (records: IDBObjectStore) => {
    const state = { left: SWEEP }
    return walk(records.index(BY_EXPIRY).openCursor(ranges.upperBound(clock.now())), (cursor) => {
      cursor.delete()
      return --state.left > 0 ? 'go on' : 'stop'
    })
  }

  const putRow = async (
    records: IDBObjectStore,
    { key, bytes, expectedRevision, expiresAtMs }: PutRow,
  ): Promise<number> => {
    const present = await find(records, addressOf(key))
    const revision = (present?.revision ?? 0) + 1
    if (expectedRevision !== undefined && expectedRevision !== revision - 1) throw revisionConflict()
    const now = clock.now()
    const row: Row = {
      revision,
      bytes,
      createdAtMs: present?.createdAtMs ?? now,
      updatedAtMs: now,
      ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
    }
    await resultOf(records.put(row, addressOf(key)))
    // Records that expire are the ones that pile up; each new one sweeps its dead predecessors.
    if (expiresAtMs !== undefined) await sweep(records)
    return revision
  }
  const deleteRow = async (
    records: IDBObjectStore,
    key: RecordKey,
    expectedRevision: number | undefined,
  ): Promise<boolean> => {
    const present = await find(records, addressOf(key))
    if (present !== undefined && expectedRevision !== undefined && expectedRevision !== present.revision) {
      throw revisionConflict()
    }
    await resultOf(records.delete(addressOf(key)))
    return present !== undefined
  }

  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: 'indexeddb',
    capabilities: { durable: true, multiProcess: true, secureDelete: false },

    async get(key, { signal } = {}) {
      lifetime.begin(signal)
      assertRecordKey(key)
      const row = await transact('readonly', (records) => find(records, addressOf(key)))
      return row && { key: { ...key }, ...row }
    },

    async put(key, bytes, { signal, expectedRevision, expiresAtMs } = {}) {
      lifetime.begin(signal)
      assertRecordKey(key)
      const own = bytes.slice()
      const put = { key, bytes: own, expectedRevision, expiresAtMs }
      return transact('readwrite', async (records) => ({ revision: await putRow(records, put) }))
    },

    async delete(key, { signal, expectedRevision } = {}) {
      lifetime.begin(signal)
      assertRecordKey(key)
      return transact('readwrite', (records) => deleteRow(records, key, expectedRevision))
    },

    async write(changes, { signal } = {}) {
      lifetime.begin(signal)
      assertRecordChanges(changes)
      const own = changes.map(({ bytes, ...change }) => ({ change, bytes: bytes?.slice() }))
      return transact('readwrite', async (records) => {
        for (const { change, bytes } of own) {
          const { key, expectedRevision } = change
          if (bytes !== undefined) await putRow(records, { ...change, bytes })
          else if (!(await deleteRow(records, key, expectedRevision)) && expectedRevision)
            throw revisionConflict()
        }
      })
    },

    async deleteSubject(tenantId, subject, { signal } = {}) {
      lifetime.begin(signal)
      assertRecordName('tenantId', tenantId)
      assertRecordName('subject', subject)
      return transact('readwrite', async (records) => {
        const tally = { live: 0 }
        for (const collection of ERASABLE) {
          await walk(records.openCursor(below(ranges, [collection, tenantId, subject])), (cursor) => {
            if (isLive(cursor.value, clock.now())) tally.live++
            cursor.delete()
            return 'go on'
          })
        }
        return tally.live
      })
    },

    async list({ signal, ...options }) {
      lifetime.begin(signal)
      const { collection, tenantId, subject, after, size } = readListing(options)
      const prefix = [collection, tenantId, ...(subject === undefined ? [] : [subject])]
      const start = after && [collection, tenantId, after.subject, after.id]
      const found: StoredRecord[] = []
      await transact('readonly', (records) =>
        walk(records.openCursor(below(ranges, prefix)), (at) => {
          // The cursor is sent behind the last page at its first step.
          if (start !== undefined && factory.cmp(at.key, start) < 0) return { to: start }
          if (start !== undefined && factory.cmp(at.key, start) === 0) return 'go on'
          if (isLive(at.value, clock.now())) found.push({ key: keyOf(at.key as string[]), ...at.value })
          return found.length > size ? 'stop' : 'go on'
        }),
      )
      return pageOf(found, size)
    },

    async tenants({ signal } = {}) {
      lifetime.begin(signal)
      const found = new Set<string>()
      await transact('readonly', (records) =>
        walk(records.openCursor(), (at) => {
          const { collection, tenantId } = keyOf(at.key as string[])
          found.add(tenantId)
          // Behind the tenant's last record of the collection: an array sorts behind any text.
          return { to: [collection, tenantId, []] }
        }),
      )
      return [...found]
    },

    async health({ signal } = {}) {
      lifetime.begin(signal)
      try {
        // Put and deleted in one transaction: nobody sees it.
        const key = { collection: 'attempts', tenantId: 'health', subject: 'health', id: 'probe' } as const
        await transact('readwrite', async (records) => {
          await putRow(records, { key, bytes: new Uint8Array(PROBE_BYTES) })
          await deleteRow(records, key, undefined)
        })
        return { status: 'ok' }
      } catch (error) {
        if (!StorageError.isInstance(error)) throw error
        return { status: 'failing', detail: error.message }
      }
    },

    close() {
      return lifetime.end(() => database.close())
    },
  }
}

function addressOf(key: RecordKey): string[] {
  return [key.collection, key.tenantId, key.subject, key.id]
}

function keyOf([collection, tenantId, subject, id]: readonly string[]): RecordKey {
  return { collection: collection as Collection, tenantId: tenantId!, subject: subject!, id: id! }
}

/** Every address that begins with these members: an array sorts behind any text. */
function below(ranges: typeof IDBKeyRange, members: readonly string[]): IDBKeyRange {
  return ranges.bound([...members], [...members, []])
}

function isLive(row: Row, now: number): boolean {
  return row.expiresAtMs === undefined || row.expiresAtMs > now
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort()
  } catch {
    // It has ended already, which is as good.
  }
}
