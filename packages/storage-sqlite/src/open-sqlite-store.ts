import { rmSync } from 'node:fs'
import {
  assertRecordChanges,
  assertRecordKey,
  assertRecordName,
  createLifetime,
  createStoreProbe,
  readListing,
} from '@faceward/plugin-kit'
import {
  type CallOptions,
  type Collection,
  SPECIFICATION_VERSION,
  StorageError,
  type TemplateStore,
} from '@faceward/spec'
import Database from 'libsql'
import { createBackupFile, diagnose, prepareDatabaseFile, syncFile } from './database-file.js'
import { createEraser } from './eraser.js'
import { rememberFiles } from './files-in-place.js'
import { recordsTable } from './records-table.js'
import { retryWhileBusy } from './retry-while-busy.js'
import { prepareDatabase } from './schema.js'
import { saysLittle, toStorageError } from './sqlite-errors.js'
import { parseSqliteStoreOptions, type SqliteStoreOptions } from './sqlite-store-options.js'

/** How long SQLite itself may wait for a lock, stopping this process: about a few commits of another. */
const LOCK_WAIT_MS = 25

/** Collections whose deleted bytes must not stay in the WAL until it is full. */
const SENSITIVE: readonly Collection[] = ['templates', 'keys']

/** A template store in a SQLite file. */
export interface SqliteStore extends TemplateStore {
  /**
   * Writes a consistent copy to a new file while the store is in use. It holds no deleted bytes.
   *
   * @throws StorageError `conflict` when there is a file of that name.
   */
  backup(path: string, options?: CallOptions): Promise<void>
  /** Reads the whole database. @throws StorageError `corrupt-store` when it is not sound. */
  verify(options?: CallOptions): Promise<void>
}

/**
 * Opens, or makes, a template store in a SQLite file, for several processes at once. A write resolves when
 * it is on the disk; what is deleted is overwritten.
 *
 * @throws ConfigurationError `invalid-options`; StorageError `permission-denied`, `full`, `corrupt-store` or
 * `unavailable` when the file cannot be used.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<SqliteStore> {
  const { path, clock, busyTimeoutMs, maximumBytes } = parseSqliteStoreOptions(options)
  const { database, table } = await retryWhileBusy(() => openDatabase(path, maximumBytes), {
    timeoutMs: busyTimeoutMs,
  })
  const eraser = createEraser(database)
  const files = rememberFiles(path)
  const probe = createStoreProbe(clock)
  const lifetime = createLifetime('The SQLite store')

  /** Does the work at once when nobody holds the lock; `close` waits for it and for what it does afterwards. */
  const call = async <Result>(
    signal: AbortSignal | undefined,
    work: () => Result,
    afterwards?: () => Promise<void>,
  ): Promise<Result> => {
    lifetime.begin(signal)
    const working = (async () => {
      const result = await retryWhileBusy(
        () => {
          files.assert()
          const done = work()
          // Once more before anything is acknowledged: what was written may have gone into nothing.
          files.assert()
          return done
        },
        { timeoutMs: busyTimeoutMs, signal },
      )
      await afterwards?.()
      return result
    })()
    try {
      return await lifetime.during(working)
    } catch (failure) {
      probe.note(failure)
      throw failure
    }
  }

  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: 'sqlite',
    capabilities: { durable: true, multiProcess: true, secureDelete: true },

    async get(key, { signal } = {}) {
      return call(signal, () => {
        assertRecordKey(key)
        return table.get(key, clock.now())
      })
    },

    async put(key, bytes, { signal, expectedRevision, expiresAtMs } = {}) {
      const own = bytes.slice()
      return call(
        signal,
        () => {
          assertRecordKey(key)
          return { revision: table.put({ key, bytes: own, now: clock.now(), expectedRevision, expiresAtMs }) }
        },
        eraser.catchUp,
      )
    },

    async delete(key, { signal, expectedRevision } = {}) {
      return call(
        signal,
        () => {
          assertRecordKey(key)
          return table.delete(key, clock.now(), expectedRevision)
        },
        SENSITIVE.includes(key.collection) ? eraser.erase : eraser.catchUp,
      )
    },

    async write(changes, { signal } = {}) {
      const own = changes.map((change) =>
        change.bytes ? { ...change, bytes: change.bytes.slice() } : change,
      )
      const erases = changes.some(
        ({ key, bytes }) => bytes === undefined && SENSITIVE.includes(key.collection),
      )
      return call(
        signal,
        () => {
          assertRecordChanges(own)
          table.write(own, clock.now())
        },
        erases ? eraser.erase : eraser.catchUp,
      )
    },

    async deleteSubject(tenantId, subject, { signal } = {}) {
      return call(
        signal,
        () => {
          assertRecordName('tenantId', tenantId)
          assertRecordName('subject', subject)
          return table.deleteSubject(tenantId, subject, clock.now())
        },
        eraser.erase,
      )
    },

    async list({ signal, ...options }) {
      return call(signal, () => table.list(readListing(options), clock.now()))
    },

    async tenants({ signal } = {}) {
      return call(signal, () => table.tenants())
    },

    async health({ signal } = {}) {
      const health = await probe.health({
        read: () => call(signal, () => table.probe(), eraser.catchUp),
        write: () => call(signal, () => table.probeWriting(clock.now()), eraser.catchUp),
      })
      return health.status === 'ok' && eraser.isDue()
        ? { status: 'ok', detail: 'deleted bytes are still in the WAL: another process reads' }
        : health
    },

    async backup(target, { signal } = {}) {
      return call(signal, () => {
        createBackupFile(target)
        try {
          database.prepare('VACUUM INTO ?').run(target)
          syncFile(target)
        } catch (error) {
          rmSync(target, { force: true })
          throw error
        }
      })
    },

    async verify({ signal } = {}) {
      return call(signal, () => {
        const [row] = database.pragma('integrity_check(1)') as { integrity_check: string }[]
        if (row?.integrity_check === 'ok') return
        throw new StorageError('The database is not sound; restore it from a backup.', {
          code: 'corrupt-store',
        })
      })
    },

    close() {
      return lifetime.end(async () => {
        await eraser.erase()
        try {
          database.close()
        } catch (failure) {
          throw toStorageError(failure)
        }
      })
    },
  }
}

function openDatabase(path: string, maximumBytes: number | undefined) {
  prepareDatabaseFile(path)
  const state: { database?: Database.Database } = {}
  try {
    const database = new Database(path)
    state.database = database
    database.pragma(`busy_timeout = ${LOCK_WAIT_MS}`)
    prepareDatabase(database, maximumBytes)
    return { database, table: recordsTable(database) }
  } catch (failure) {
    state.database?.close()
    if (saysLittle(failure)) diagnose(path)
    throw failure
  }
}
