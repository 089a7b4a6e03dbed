import { join, resolve } from 'node:path'
import { type NodeEngineOptions, openNodeStore, STORE_FILE } from '@faceward/node'
import type { Invocation } from '../cli.js'
import { dataFolder, engineOptions } from './engine-options.js'

/** Where a command's templates are. */
export interface StorePlace {
  /** The SQLite file, where no database is named. */
  readonly path: string
  readonly databaseUrl?: string
  readonly databaseCaFile?: string
}

/** PostgreSQL where DATABASE_URL names it, as for the server; --store wins over that. */
export function storePlace(invocation: Pick<Invocation, 'environment' | 'global'>): StorePlace {
  const { environment, global } = invocation
  if (global.store !== undefined) return { path: resolve(global.store) }
  const { DATABASE_URL: databaseUrl, DATABASE_CA_FILE: databaseCaFile } = environment
  return {
    path: join(dataFolder(invocation), STORE_FILE),
    ...(databaseUrl ? { databaseUrl } : {}),
    ...(databaseCaFile ? { databaseCaFile } : {}),
  }
}

/** Starts what works on the store; a database that was opened for it is closed again when the start fails. */
export async function startOnStore<Started>(
  invocation: Invocation,
  start: (options: NodeEngineOptions) => Promise<Started>,
): Promise<Started> {
  const options = engineOptions(invocation)
  const place = storePlace(invocation)
  if (place.databaseUrl === undefined) return start(options)
  const { store } = await openNodeStore(place)
  try {
    return await start({ ...options, parts: { store } })
  } catch (error) {
    await store.close()
    throw error
  }
}
