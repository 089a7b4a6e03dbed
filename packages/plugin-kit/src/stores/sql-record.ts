import type { Collection, RecordKey, StoredRecord } from '@faceward/spec'

/** A record as a row of an SQL table; drivers give integers of 64 bits as numbers or as text. */
export interface SqlRecordRow<Integer extends number | string> {
  readonly collection: Collection
  readonly tenant: string
  readonly subject: string
  readonly id: string
  readonly revision: Integer
  readonly bytes: Uint8Array
  readonly created_at: Integer
  readonly updated_at: Integer
  readonly expires_at: Integer | null
}

/** A record to be written, as a table takes it. */
export interface SqlRecordPut {
  readonly key: RecordKey
  readonly bytes: Uint8Array
  readonly now: number
  readonly expectedRevision: number | undefined
  readonly expiresAtMs: number | undefined
}

/** The record of a row, with bytes of its own. */
export function recordOfSqlRow(row: SqlRecordRow<number | string>): StoredRecord {
  return {
    key: { collection: row.collection, tenantId: row.tenant, subject: row.subject, id: row.id },
    revision: Number(row.revision),
    bytes: new Uint8Array(row.bytes),
    createdAtMs: Number(row.created_at),
    updatedAtMs: Number(row.updated_at),
    ...(row.expires_at === null ? {} : { expiresAtMs: Number(row.expires_at) }),
  }
}
