import {
  type Listing,
  PROBE_BYTES,
  pageOf,
  recordOfSqlRow,
  revisionConflict,
  type SqlRecordPut,
  type SqlRecordRow,
} from '@faceward/plugin-kit'
import {
  COLLECTIONS,
  type RecordChange,
  type RecordKey,
  type RecordPage,
  type StoredRecord,
} from '@faceward/spec'
import type { Database } from 'libsql'

/** How many dead records one write sweeps at most, so that no write takes long. */
const SWEEP = 100

type Row = SqlRecordRow<number>

/** The table, by statements prepared once. Every call is one transaction; none leaves half of one. */
export function recordsTable(database: Database) {
  const IS = 'collection = ? AND tenant = ? AND subject = ? AND id = ?'
  const select = database.prepare(`SELECT * FROM records WHERE ${IS}`)
  const upsert = database.prepare(
    `INSERT INTO records (collection, tenant, subject, id, revision, bytes, created_at, updated_at, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET revision = excluded.revision, bytes = excluded.bytes,
       created_at = excluded.created_at, updated_at = excluded.updated_at, expires_at = excluded.expires_at`,
  )
  const remove = database.prepare(`DELETE FROM records WHERE ${IS}`)
  const sweep = database.prepare(
    `DELETE FROM records WHERE rowid IN (SELECT rowid FROM records WHERE expires_at <= ? LIMIT ${SWEEP})`,
  )
  const erasable = COLLECTIONS.filter((collection) => collection !== 'audit')
  const ofSubject = `collection IN (${erasable.map((name) => `'${name}'`).join()}) AND tenant = ? AND subject = ?`
  const countSubject = database.prepare(
    `SELECT count(*) AS live FROM records WHERE ${ofSubject} AND (expires_at IS NULL OR expires_at > ?)`,
  )
  const removeSubject = database.prepare(`DELETE FROM records WHERE ${ofSubject}`)
  const page = (condition: string) =>
    database.prepare(
      `SELECT * FROM records WHERE collection = ? AND tenant = ? AND ${condition}
       AND (expires_at IS NULL OR expires_at > ?) ORDER BY subject, id LIMIT ?`,
    )
  const nextTenant = database.prepare(
    'SELECT collection, tenant FROM records WHERE (collection, tenant) > (?, ?) ORDER BY collection, tenant LIMIT 1',
  )
  const pageOfAll = page('(subject, id) > (?, ?)')
  const pageOfSubject = page('subject = ? AND (subject, id) > (?, ?)')

  const transaction = <Result>(work: () => Result): Result => {
    database.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      database.exec('COMMIT')
      return result
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK')
      throw error
    }
  }
  const putRow = ({ key, bytes, now, expectedRevision, expiresAtMs }: SqlRecordPut): number => {
    const present = find(key, now)
    const revision = (present?.revision ?? 0) + 1
    if (expectedRevision !== undefined && expectedRevision !== revision - 1) throw revisionConflict()
    upsert.run(...addressOf(key), revision, bytes, present?.created_at ?? now, now, expiresAtMs ?? null)
    // Records that expire are the ones that pile up; each new one sweeps its dead predecessors.
    if (expiresAtMs !== undefined) sweep.run(now)
    return revision
  }
  const deleteRow = (key: RecordKey, now: number, expectedRevision: number | undefined): boolean => {
    const present = find(key, now)
    if (present !== undefined && expectedRevision !== undefined && expectedRevision !== present.revision) {
      throw revisionConflict()
    }
    remove.run(...addressOf(key))
    return present !== undefined
  }
  const find = (key: RecordKey, now: number): Row | undefined => {
    const row = select.get(...addressOf(key)) as Row | undefined
    return row !== undefined && isLive(row, now) ? row : undefined
  }

  return {
    get(key: RecordKey, now: number): StoredRecord | undefined {
      const row = find(key, now)
      return row && recordOfSqlRow(row)
    },

    put: (put: SqlRecordPut): number => transaction(() => putRow(put)),

    delete: (key: RecordKey, now: number, expectedRevision: number | undefined): boolean =>
      transaction(() => deleteRow(key, now, expectedRevision)),

    write(changes: readonly RecordChange[], now: number): void {
      transaction(() => {
        for (const { key, bytes, expectedRevision, expiresAtMs } of changes) {
          if (bytes !== undefined) putRow({ key, bytes, now, expectedRevision, expiresAtMs })
          else if (!deleteRow(key, now, expectedRevision) && expectedRevision) throw revisionConflict()
        }
      })
    },

    deleteSubject(tenantId: string, subject: string, now: number): number {
      return transaction(() => {
        const { live } = countSubject.get(tenantId, subject, now) as { live: number }
        removeSubject.run(tenantId, subject)
        return live
      })
    },

    list({ collection, tenantId, subject, after, size }: Listing, now: number): RecordPage {
      const start = [after?.subject ?? '', after?.id ?? ''] as const
      const rows =
        subject === undefined
          ? pageOfAll.all(collection, tenantId, ...start, now, size + 1)
          : pageOfSubject.all(collection, tenantId, subject, ...start, now, size + 1)
      return pageOf((rows as Row[]).map(recordOfSqlRow), size)
    },

    /** From one tenant's first record to the next one's: as many steps as tenants, however many records they have. */
    tenants(): string[] {
      const found = new Set<string>()
      let at: Pick<Row, 'collection' | 'tenant'> | undefined
      do {
        at = nextTenant.get(at?.collection ?? '', at?.tenant ?? '') as typeof at
        if (at !== undefined) found.add(at.tenant)
      } while (at !== undefined)
      return [...found]
    },

    /** Reads, and takes the write lock for a moment. */
    probe(): void {
      transaction(() => database.prepare('SELECT 1 FROM records LIMIT 1').get())
    },

    /** Writes a record that nobody sees, in one transaction with its deletion; both reach the disk. */
    probeWriting(now: number): void {
      const key = { collection: 'attempts', tenantId: 'health', subject: 'health', id: 'probe' } as const
      transaction(() => {
        const bytes = new Uint8Array(PROBE_BYTES)
        putRow({ key, bytes, now, expectedRevision: undefined, expiresAtMs: undefined })
        remove.run(...addressOf(key))
      })
    },
  }
}

function addressOf(key: RecordKey): [string, string, string, string] {
  return [key.collection, key.tenantId, key.subject, key.id]
}

function isLive(row: Row, now: number): boolean {
  return row.expires_at === null || row.expires_at > now
}
