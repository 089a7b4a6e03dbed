import { StorageError } from '@faceward/spec'
import type { Database } from 'libsql'

/** "FWRD": SQLite keeps it in the file's header, so that no other program's database is taken for ours. */
const APPLICATION_ID = 0x46575244

/** Each brings the database from the version that is its index to the next. Never change one; add. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE records (
     collection TEXT NOT NULL,
     tenant TEXT NOT NULL,
     subject TEXT NOT NULL,
     id TEXT NOT NULL,
     revision INTEGER NOT NULL CHECK (revision > 0),
     bytes BLOB NOT NULL,
     created_at INTEGER NOT NULL,
     updated_at INTEGER NOT NULL,
     expires_at INTEGER,
     PRIMARY KEY (collection, tenant, subject, id)
   ) STRICT;
   CREATE INDEX records_by_expiry ON records (expires_at) WHERE expires_at IS NOT NULL;`,
]

/**
 * Sets how this connection works, and brings the database to the newest schema.
 *
 * @throws StorageError `corrupt-store` on another program's database, `unavailable` on a newer schema;
 * and what SQLite throws.
 */
export function prepareDatabase(database: Database, maximumBytes: number | undefined): void {
  database.pragma('secure_delete = ON')
  database.pragma('journal_mode = WAL')
  // FULL: a commit returns when the WAL is on the disk. NORMAL would lose acknowledged writes with the power.
  database.pragma('synchronous = FULL')
  database.pragma('temp_store = MEMORY')
  database.pragma('trusted_schema = OFF')
  database.pragma('cell_size_check = ON')
  if (maximumBytes !== undefined) {
    const pageSize = numberOf(database, 'page_size')
    database.pragma(`max_page_count = ${Math.floor(maximumBytes / pageSize)}`)
  }
  // Most openings find it done, and need no lock.
  if (schemaVersion(database) === MIGRATIONS.length) return
  database.exec('BEGIN IMMEDIATE')
  try {
    for (const migration of MIGRATIONS.slice(schemaVersion(database))) database.exec(migration)
    database.pragma(`application_id = ${APPLICATION_ID}`)
    database.pragma(`user_version = ${MIGRATIONS.length}`)
    database.exec('COMMIT')
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function schemaVersion(database: Database): number {
  const version = numberOf(database, 'user_version')
  const owner = numberOf(database, 'application_id')
  const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() as {
    tables: number
  }
  const isNew = version === 0 && owner === 0 && tables === 0
  if (!isNew && owner !== APPLICATION_ID) {
    throw new StorageError('The file is another program’s database.', { code: 'corrupt-store' })
  }
  if (version > MIGRATIONS.length) {
    throw new StorageError('The database was made by a newer release; update this one.', {
      code: 'unavailable',
    })
  }
  return version
}

function numberOf(database: Database, pragma: string): number {
  const [row] = database.pragma(pragma) as Record<string, number>[]
  return Number(row?.[pragma])
}
