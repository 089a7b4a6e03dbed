import { join } from 'node:path'
import { defaultDataFolder, openNodeStore, STORE_FILE, systemClock } from '@faceward/node'
import type { Clock, TemplateStore } from '@faceward/spec'
import type { ServerSettings } from './server-settings.js'

/** PostgreSQL where DATABASE_URL says so, else SQLite in the data folder. @throws StorageError, ConfigurationError. */
export function openStore(
  { databaseUrl, databaseCaFile }: ServerSettings,
  environment: Readonly<Record<string, string | undefined>>,
  clock: Clock = systemClock,
): Promise<{ readonly store: TemplateStore; readonly where: string }> {
  const path = join(defaultDataFolder({ environment }), STORE_FILE)
  return openNodeStore({ databaseUrl, databaseCaFile, path, clock })
}
