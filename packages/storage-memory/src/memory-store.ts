import {
  assertKnownOptions,
  assertRecordChanges,
  assertRecordKey,
  assertRecordName,
  pageOf,
  readListing,
  revisionConflict,
} from '@faceward/plugin-kit'
import {
  type Clock,
  DisposedError,
  type ListOptions,
  type PutOptions,
  type RecordChange,
  type RecordKey,
  type RecordPage,
  SPECIFICATION_VERSION,
  type StoredRecord,
  type TemplateStore,
} from '@faceward/spec'

export interface MemoryStoreOptions {
  /** What time it is, for `createdAtMs` and expiry. Default: the system's clock. */
  readonly clock?: Pick<Clock, 'now'>
}

/**
 * A template store in this process' memory. It forgets everything at `close` and overwrites what it held,
 * as far as JavaScript lets it.
 *
 * @throws ConfigurationError `invalid-options` on an unknown option.
 */
export function createMemoryStore(options: MemoryStoreOptions = {}): TemplateStore {
  assertKnownOptions('createMemoryStore', options, ['clock'])
  const clock = options.clock ?? { now: () => Date.now() }
  const records = new Map<string, StoredRecord>()
  const state = { closed: false }

  const begin = (signal: AbortSignal | undefined) => {
    if (state.closed) throw new DisposedError('The memory store')
    signal?.throwIfAborted()
  }
  const drop = (address: string) => {
    records.get(address)?.bytes.fill(0)
    return records.delete(address)
  }
  /** The live record; one past its time is dropped on the way. */
  const live = (address: string): StoredRecord | undefined => {
    const record = records.get(address)
    if (record?.expiresAtMs === undefined || record.expiresAtMs > clock.now()) return record
    drop(address)
    return undefined
  }
  const expectRevision = ({ key, expectedRevision }: RecordChange): void => {
    const revision = live(addressOf(key))?.revision ?? 0
    if (expectedRevision !== undefined && expectedRevision !== revision) throw revisionConflict()
  }
  const put = ({ key, bytes, expiresAtMs }: RecordChange & { readonly bytes: Uint8Array }): number => {
    const address = addressOf(key)
    const present = live(address)
    const now = clock.now()
    const record: StoredRecord = {
      key: { ...key },
      revision: (present?.revision ?? 0) + 1,
      bytes: bytes.slice(),
      createdAtMs: present?.createdAtMs ?? now,
      updatedAtMs: now,
      ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
    }
    drop(address)
    records.set(address, record)
    // Records that expire are the ones that pile up; each new one sweeps its dead predecessors.
    if (expiresAtMs !== undefined) [...records.keys()].forEach(live)
    return record.revision
  }
  const liveOf = (tenantId: string, chosen: (key: RecordKey) => boolean): StoredRecord[] =>
    [...records.keys()]
      .map(live)
      .filter((record) => record !== undefined)
      .filter((record) => record.key.tenantId === tenantId && chosen(record.key))

  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: 'memory',
    capabilities: { durable: false, multiProcess: false, secureDelete: false },

    async get(key, { signal } = {}) {
      begin(signal)
      assertRecordKey(key)
      const record = live(addressOf(key))
      return record && copyOf(record)
    },

    async put(key, bytes, { signal, ...rest }: PutOptions = {}) {
      begin(signal)
      assertRecordKey(key)
      expectRevision({ key, ...rest })
      return { revision: put({ key, bytes, ...rest }) }
    },

    async delete(key, { signal, expectedRevision } = {}) {
      begin(signal)
      assertRecordKey(key)
      if (live(addressOf(key)) === undefined) return false
      expectRevision({ key, ...(expectedRevision === undefined ? {} : { expectedRevision }) })
      return drop(addressOf(key))
    },

    async write(changes, { signal } = {}) {
      begin(signal)
      assertRecordChanges(changes)
      changes.forEach(expectRevision)
      for (const { bytes, ...change } of changes) {
        if (bytes === undefined) drop(addressOf(change.key))
        else put({ ...change, bytes })
      }
    },

    async deleteSubject(tenantId, subject, { signal } = {}) {
      begin(signal)
      assertRecordName('tenantId', tenantId)
      assertRecordName('subject', subject)
      return liveOf(tenantId, (key) => key.subject === subject && key.collection !== 'audit').filter(
        (record) => drop(addressOf(record.key)),
      ).length
    },

    async list({ signal, ...options }: ListOptions): Promise<RecordPage> {
      begin(signal)
      const { collection, tenantId, subject, after, size } = readListing(options)
      const found = liveOf(
        tenantId,
        (key) =>
          key.collection === collection &&
          (subject === undefined || key.subject === subject) &&
          (after === undefined || compare(key, after) > 0),
      ).sort((left, right) => compare(left.key, right.key))
      const { records: page, ...next } = pageOf(found, size)
      return { records: page.map(copyOf), ...next }
    },

    async tenants({ signal } = {}) {
      begin(signal)
      return [...new Set([...records.values()].map(({ key }) => key.tenantId))]
    },

    async health({ signal } = {}) {
      begin(signal)
      return { status: 'ok', detail: `${records.size} records in memory` }
    },

    async close() {
      state.closed = true
      for (const address of records.keys()) drop(address)
    },
  }
}

/** One string a key: JSON keeps neighbours such as `a, bc` and `ab, c` apart. */
function addressOf({ collection, tenantId, subject, id }: RecordKey): string {
  return JSON.stringify([collection, tenantId, subject, id])
}

function copyOf(record: StoredRecord): StoredRecord {
  return { ...record, key: { ...record.key }, bytes: record.bytes.slice() }
}

type Position = Pick<RecordKey, 'subject' | 'id'>

function compare(left: Position, right: Position): number {
  if (left.subject !== right.subject) return left.subject < right.subject ? -1 : 1
  if (left.id === right.id) return 0
  return left.id < right.id ? -1 : 1
}
