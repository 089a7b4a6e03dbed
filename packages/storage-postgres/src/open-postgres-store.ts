import {
  assertRecordChanges,
  assertRecordKey,
  assertRecordName,
  createLifetime,
  createStoreProbe,
  inLockingOrder,
  PROBE_BYTES,
  readListing,
} from '@faceward/plugin-kit'
import { SPECIFICATION_VERSION, StorageError, type TemplateStore } from '@faceward/spec'
import { type ClientBase, escapeLiteral, Pool } from 'pg'
import { migrate } from './migrations.js'
import { toStorageError } from './postgres-errors.js'
import { type PostgresStoreOptions, parsePostgresStoreOptions } from './postgres-store-options.js'
import { recordsTable } from './records-table.js'

/**
 * Opens a template store in PostgreSQL 13 or newer. A write resolves when the server has it on its disk
 * (`synchronous_commit` is never left off, and `health` tells of `fsync = off`). Deleted bytes stay in the
 * server's files until it vacuums and recycles its log, which this store does not claim to control.
 *
 * @throws ConfigurationError `invalid-options`; StorageError `unavailable` or `permission-denied` when the
 * database cannot be used.
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<TemplateStore> {
  const { pool: settings, schema, migrations, clock } = parsePostgresStoreOptions(options)
  const table = recordsTable(schema)
  const pool = new Pool(settings)
  // An idle connection that ends is replaced at the next call; without a listener it would end the process.
  pool.on('error', () => {})
  const server = await prepare(pool, schema, migrations)
  const probe = createStoreProbe(clock)
  const lifetime = createLifetime('The PostgreSQL store')

  /** Runs the work as one transaction that sees what `scope` lets it; `close` waits for it. */
  const transactionIn = async <Result>(
    signal: AbortSignal | undefined,
    scope: string,
    work: (client: ClientBase) => Promise<Result>,
  ): Promise<Result> => {
    const working = withClient(pool, async (client) => {
      signal?.throwIfAborted()
      await client.query(`BEGIN; ${server.settings} SET LOCAL ${scope}`)
      try {
        const result = await work(client)
        signal?.throwIfAborted()
        await client.query('COMMIT')
        return result
      } catch (error) {
        // What went wrong is the news; a connection that is gone has rolled back anyway.
        await client.query('ROLLBACK').catch(() => {})
        throw error
      }
    })
    try {
      return await lifetime.during(working)
    } catch (failure) {
      if (signal?.aborted && failure === signal.reason) throw failure
      const known = toStorageError(failure)
      probe.note(known)
      throw known
    }
  }
  const transaction = async <Result>(
    signal: AbortSignal | undefined,
    tenantId: string,
    work: (client: ClientBase) => Promise<Result>,
  ): Promise<Result> => {
    assertRecordName('tenantId', tenantId)
    return transactionIn(signal, `faceward.tenant = ${escapeLiteral(tenantId)}`, work)
  }
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: 'postgres',
    capabilities: { durable: true, multiProcess: true, secureDelete: false },

    async get(key, { signal } = {}) {
      lifetime.begin(signal)
      assertRecordKey(key)
      return transaction(signal, key.tenantId, (client) => table.get(client, key, clock.now()))
    },

    async put(key, bytes, { signal, expectedRevision, expiresAtMs } = {}) {
      lifetime.begin(signal)
      assertRecordKey(key)
      const put = { key, bytes: bytes.slice(), now: clock.now(), expectedRevision, expiresAtMs }
      return transaction(signal, key.tenantId, async (client) => ({ revision: await table.put(client, put) }))
    },

    async delete(key, { signal, expectedRevision } = {}) {
      lifetime.begin(signal)
      assertRecordKey(key)
      return transaction(signal, key.tenantId, (client) =>
        table.delete(client, key, clock.now(), expectedRevision),
      )
    },

    async write(changes, { signal } = {}) {
      lifetime.begin(signal)
      assertRecordChanges(changes)
      const [first] = changes
      if (first === undefined) return
      const own = inLockingOrder(changes).map(({ bytes, ...change }) =>
        bytes === undefined ? change : { ...change, bytes: bytes.slice() },
      )
      const now = clock.now()
      await transaction(signal, first.key.tenantId, (client) => table.write(client, own, now))
    },

    async deleteSubject(tenantId, subject, { signal } = {}) {
      lifetime.begin(signal)
      assertRecordName('subject', subject)
      return transaction(signal, tenantId, (client) =>
        table.deleteSubject(client, tenantId, subject, clock.now()),
      )
    },

    async list({ signal, ...options }) {
      lifetime.begin(signal)
      const listing = readListing(options)
      return transaction(signal, listing.tenantId, (client) => table.list(client, listing, clock.now()))
    },

    async tenants({ signal } = {}) {
      lifetime.begin(signal)
      return transactionIn(signal, 'faceward.every_tenant = on', (client) => table.tenants(client))
    },

    async health({ signal } = {}) {
      lifetime.begin(signal)
      const key = { collection: 'attempts', tenantId: 'health', subject: 'health', id: 'probe' } as const
      const health = await probe.health({
        read: () => transaction(signal, key.tenantId, (client) => table.probe(client)),
        // Put and deleted in one transaction: nobody sees it, and both reach the server's disk.
        write: () =>
          transaction(signal, key.tenantId, async (client) => {
            const [bytes, now] = [new Uint8Array(PROBE_BYTES), clock.now()]
            await table.put(client, { key, bytes, now, expectedRevision: undefined, expiresAtMs: undefined })
            await table.delete(client, key, now, undefined)
          }),
      })
      return health.status === 'ok' && !server.fsync
        ? { status: 'ok', detail: 'fsync is off: writes may be lost' }
        : health
    },

    close() {
      return lifetime.end(() => pool.end())
    },
  }
}

interface ServerTraits {
  readonly fsync: boolean
  /** What each transaction sets first. */
  readonly settings: string
}

async function prepare(pool: Pool, schema: string, migrations: 'apply' | 'refuse'): Promise<ServerTraits> {
  try {
    return await withClient(pool, async (client) => {
      await migrate(client, schema, migrations)
      const { rows } = await client.query(
        "SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commits",
      )
      return {
        fsync: rows[0].fsync === 'on',
        // `local` and the remote modes all wait for this server's disk; only `off` does not.
        settings: rows[0].commits === 'off' ? 'SET LOCAL synchronous_commit = on;' : '',
      }
    })
  } catch (failure) {
    await pool.end()
    throw toStorageError(failure)
  }
}

/** Lends the work a connection; one that failed in it is not used again. */
async function withClient<Result>(
  pool: Pool,
  work: (client: ClientBase) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  const state: { failure?: unknown } = {}
  // A connection that ends under way tells its queries; the event must have a listener, too.
  const note = (failure: unknown) => {
    state.failure = failure
  }
  client.on('error', note)
  try {
    return await work(client)
  } catch (failure) {
    if (!StorageError.isInstance(failure)) state.failure = failure
    throw failure
  } finally {
    client.off('error', note)
    client.release(state.failure !== undefined)
  }
}
