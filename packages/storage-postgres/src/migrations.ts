import { StorageError } from '@faceward/spec'
import type { ClientBase } from 'pg'

/** Any number will do, as long as nobody else of this database uses it: "FWRD". */
const LOCK = 0x46575244

/**
 * Each brings the schema from the version that is its index to the next. Never change one; add.
 *
 * Ids are ordered by their bytes ("C"), so that no change of the system's collations moves an index.
 * Sealed bytes do not compress, so PostgreSQL need not try (EXTERNAL). Row level security keeps a tenant to
 * its own rows even if a statement forgot to: `faceward.tenant` is set in each transaction.
 */
const MIGRATIONS: readonly ((schema: string) => string)[] = [
  (schema) => `
    CREATE TABLE ${schema}.records (
      tenant text COLLATE "C" NOT NULL,
      collection text COLLATE "C" NOT NULL,
      subject text COLLATE "C" NOT NULL,
      id text COLLATE "C" NOT NULL,
      revision bigint NOT NULL CHECK (revision > 0),
      bytes bytea NOT NULL,
      created_at bigint NOT NULL,
      updated_at bigint NOT NULL,
      expires_at bigint,
      PRIMARY KEY (tenant, collection, subject, id)
    );
    ALTER TABLE ${schema}.records ALTER COLUMN bytes SET STORAGE EXTERNAL;
    CREATE INDEX records_by_expiry ON ${schema}.records (tenant, expires_at) WHERE expires_at IS NOT NULL;
    ALTER TABLE ${schema}.records ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${schema}.records FORCE ROW LEVEL SECURITY;
    CREATE POLICY own_tenant ON ${schema}.records
      USING (tenant = current_setting('faceward.tenant', true));`,
  // Which tenants there are is asked with a setting of its own, so that forgetting one still shows nothing.
  (schema) => `
    CREATE POLICY every_tenant ON ${schema}.records FOR SELECT
      USING (current_setting('faceward.every_tenant', true) = 'on');`,
]

/**
 * Brings the schema to the newest version; several servers may try at once.
 *
 * @throws StorageError `unavailable` on a newer schema, or an old one that may not be changed; and what the
 * database throws.
 */
export async function migrate(client: ClientBase, schema: string, how: 'apply' | 'refuse'): Promise<void> {
  // Most openings find it done, and need no right to change anything.
  if ((await schemaVersion(client, schema)) === MIGRATIONS.length) return
  if (how === 'refuse') {
    throw new StorageError('The database’s tables are missing or old, and migrations are refused.', {
      code: 'unavailable',
    })
  }
  await client.query('BEGIN')
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK])
    const version = await schemaVersion(client, schema)
    if (version === 0) {
      await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`)
      await client.query(`CREATE TABLE IF NOT EXISTS ${schema}.schema_version (version int NOT NULL)`)
      await client.query(`INSERT INTO ${schema}.schema_version VALUES (0)`)
    }
    for (const migration of MIGRATIONS.slice(version)) await client.query(migration(schema))
    await client.query(`UPDATE ${schema}.schema_version SET version = $1`, [MIGRATIONS.length])
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
}

async function schemaVersion(client: ClientBase, schema: string): Promise<number> {
  // Not to_regclass: within a transaction it may answer from before another server's migration.
  const { rowCount } = await client.query(
    `SELECT 1 FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relname = 'schema_version'`,
    [schema],
  )
  if (rowCount === 0) return 0
  const { rows } = await client.query(`SELECT version FROM ${schema}.schema_version`)
  const version = Number(rows[0]?.version ?? 0)
  if (version <= MIGRATIONS.length) return version
  throw new StorageError('The database was made by a newer release; update this one.', {
    code: 'unavailable',
  })
}
