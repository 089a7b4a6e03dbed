import {
  type Listing,
  pageOf,
  recordOfSqlRow,
  revisionConflict,
  type SqlRecordPut,
  type SqlRecordRow,
} from '@faceward/plugin-kit'
import type { RecordChange, RecordKey, RecordPage, StoredRecord } from '@faceward/spec'
import type { ClientBase } from 'pg'

/** How many dead records one write sweeps at most, so that no write takes long. */
const SWEEP = 100

/** bigint comes as text: it may be larger than a number holds. Ours are not. */
type Row = SqlRecordRow<string>

/** The table, as calls to be made within a transaction. */
export function recordsTable(schema: string) {
  const table = `${schema}.records`
  const IS = 'tenant = $1 AND collection = $2 AND subject = $3 AND id = $4'

  /** The record that is there, dead or alive, kept as it is until the transaction ends. */
  const lock = async (client: ClientBase, key: RecordKey): Promise<Row | undefined> => {
    const { rows } = await client.query<Row>(`SELECT * FROM ${table} WHERE ${IS} FOR UPDATE`, addressOf(key))
    return rows[0]
  }
  /** Dead records of the tenant; those another transaction is busy with are left to it, so that none waits. */
  const sweep = (client: ClientBase, tenantId: string, now: number) =>
    client.query(
      `DELETE FROM ${table} WHERE ctid IN (
         SELECT ctid FROM ${table} WHERE tenant = $1 AND expires_at <= $2 LIMIT ${SWEEP} FOR UPDATE SKIP LOCKED)`,
      [tenantId, now],
    )

  /** A new record, or one over whatever is there; only over nothing (or the dead) when that is expected. */
  const insert = async (
    client: ClientBase,
    { key, bytes, now, expectedRevision, expiresAtMs }: SqlRecordPut,
  ) => {
    const { rows } = await client.query<{ revision: string }>(
      `INSERT INTO ${table} AS r (tenant, collection, subject, id, revision, bytes, created_at, updated_at, expires_at)
       VALUES ($1, $2, $3, $4, 1, $5, $6, $6, $7)
       ON CONFLICT (tenant, collection, subject, id) DO UPDATE SET
         revision = CASE WHEN r.expires_at <= $6 THEN 1 ELSE r.revision + 1 END,
         created_at = CASE WHEN r.expires_at <= $6 THEN $6 ELSE r.created_at END,
         bytes = excluded.bytes, updated_at = excluded.updated_at, expires_at = excluded.expires_at
       WHERE $8::boolean OR r.expires_at <= $6
       RETURNING revision`,
      [...addressOf(key), bytes, now, expiresAtMs ?? null, expectedRevision === undefined],
    )
    return rows[0]
  }
  const update = async (
    client: ClientBase,
    { key, bytes, now, expectedRevision, expiresAtMs }: SqlRecordPut,
  ) => {
    const { rows } = await client.query<{ revision: string }>(
      `UPDATE ${table} SET revision = revision + 1, bytes = $5, updated_at = $6, expires_at = $7
       WHERE ${IS} AND revision = $8 AND (expires_at IS NULL OR expires_at > $6) RETURNING revision`,
      [...addressOf(key), bytes, now, expiresAtMs ?? null, expectedRevision],
    )
    return rows[0]
  }

  const putRow = async (client: ClientBase, put: SqlRecordPut): Promise<number> => {
    const written = (put.expectedRevision ?? 0) > 0 ? await update(client, put) : await insert(client, put)
    if (written === undefined) throw revisionConflict()
    // Records that expire are the ones that pile up; each new one sweeps its dead predecessors.
    if (put.expiresAtMs !== undefined) await sweep(client, put.key.tenantId, put.now)
    return Number(written.revision)
  }
  const deleteRow = async (
    client: ClientBase,
    key: RecordKey,
    now: number,
    expectedRevision: number | undefined,
  ): Promise<boolean> => {
    const present = await lock(client, key)
    if (present === undefined) return false
    const isLive = present.expires_at === null || Number(present.expires_at) > now
    if (isLive && expectedRevision !== undefined && expectedRevision !== Number(present.revision)) {
      throw revisionConflict()
    }
    await client.query(`DELETE FROM ${table} WHERE ${IS}`, addressOf(key))
    return isLive
  }

  return {
    async get(client: ClientBase, key: RecordKey, now: number): Promise<StoredRecord | undefined> {
      const { rows } = await client.query<Row>(
        `SELECT * FROM ${table} WHERE ${IS} AND (expires_at IS NULL OR expires_at > $5)`,
        [...addressOf(key), now],
      )
      return rows[0] && recordOfSqlRow(rows[0])
    },

    put: putRow,
    delete: deleteRow,

    async probe(client: ClientBase): Promise<void> {
      await client.query(`SELECT 1 FROM ${table} LIMIT 1`)
    },

    async write(client: ClientBase, changes: readonly RecordChange[], now: number): Promise<void> {
      for (const { key, bytes, expectedRevision, expiresAtMs } of changes) {
        if (bytes !== undefined) await putRow(client, { key, bytes, now, expectedRevision, expiresAtMs })
        else if (!(await deleteRow(client, key, now, expectedRevision)) && expectedRevision)
          throw revisionConflict()
      }
    },

    async deleteSubject(client: ClientBase, tenantId: string, subject: string, now: number): Promise<number> {
      const { rows } = await client.query<{ live: boolean }>(
        `DELETE FROM ${table} WHERE tenant = $1 AND subject = $2
         AND collection IN ('templates', 'keys', 'challenges', 'attempts', 'idempotency')
         RETURNING expires_at IS NULL OR expires_at > $3 AS live`,
        [tenantId, subject, now],
      )
      return rows.filter(({ live }) => live).length
    },

    async list(client: ClientBase, listing: Listing, now: number): Promise<RecordPage> {
      const { collection, tenantId, subject, after, size } = listing
      const { rows } = await client.query<Row>(
        `SELECT * FROM ${table} WHERE tenant = $1 AND collection = $2 AND (subject, id) > ($3, $4)
         AND ($5::text IS NULL OR subject = $5) AND (expires_at IS NULL OR expires_at > $6)
         ORDER BY subject, id LIMIT $7`,
        [tenantId, collection, after?.subject ?? '', after?.id ?? '', subject ?? null, now, size + 1],
      )
      return pageOf(rows.map(recordOfSqlRow), size)
    },

    /** From one tenant's first record to the next one's: as many steps as tenants, however many records they have. */
    async tenants(client: ClientBase): Promise<string[]> {
      const { rows } = await client.query<{ tenant: string }>(
        `WITH RECURSIVE found AS (
           (SELECT tenant FROM ${table} ORDER BY tenant LIMIT 1)
           UNION ALL
           SELECT (SELECT r.tenant FROM ${table} AS r WHERE r.tenant > found.tenant ORDER BY r.tenant LIMIT 1)
           FROM found WHERE found.tenant IS NOT NULL
         )
         SELECT tenant FROM found WHERE tenant IS NOT NULL`,
      )
      return rows.map(({ tenant }) => tenant)
    },
  }
}

function addressOf(key: RecordKey): [string, string, string, string] {
  return [key.tenantId, key.collection, key.subject, key.id]
}
