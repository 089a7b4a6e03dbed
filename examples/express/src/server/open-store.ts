import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defaultDataFolder, STORE_FILE, systemClock } from '@faceward/node'
import type { TemplateStore } from '@faceward/spec'
import { openPostgresStore } from '@faceward/storage-postgres'
import { openSqliteStore } from '@faceward/storage-sqlite'
import type { ServerSettings } from './server-settings.js'

/** PostgreSQL where DATABASE_URL says so, else SQLite in the data folder. @throws StorageError, ConfigurationError. */
export async function openStore(
  { databaseUrl, databaseCaFile }: ServerSettings,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly store: TemplateStore; readonly where: string }> {
  if (databaseUrl !== undefined) {
    const authority =
      databaseCaFile === undefined ? {} : { tlsAuthority: await readFile(databaseCaFile, 'utf8') }
    return { store: await openPostgresStore({ url: databaseUrl, ...authority }), where: 'PostgreSQL' }
  }
  const path = join(defaultDataFolder({ environment }), STORE_FILE)
  return { store: await openSqliteStore({ path, clock: systemClock }), where: path }
}
