import { readFile } from 'node:fs/promises'
import { assertKnownOptions } from '@faceward/plugin-kit'
import { type Clock, ConfigurationError, type TemplateStore } from '@faceward/spec'
import { openSqliteStore } from '@faceward/storage-sqlite'
import { systemClock } from '../environment/system-clock.js'

/** Options of {@link openNodeStore}. */
export interface NodeStoreOptions {
  /** PostgreSQL, as `openPostgresStore` takes it; `DATABASE_URL` by convention. */
  readonly databaseUrl?: string | undefined
  /** A PEM file with the certificate authority of that server; `DATABASE_CA_FILE` by convention. */
  readonly databaseCaFile?: string | undefined
  /** The SQLite file, where there is no `databaseUrl`. */
  readonly path: string
  readonly clock?: Pick<Clock, 'now'>
}

/**
 * The template store of a server or an operator's tool: PostgreSQL where there is a URL, else SQLite. PostgreSQL needs
 * `@faceward/storage-postgres` installed beside this package.
 *
 * @throws ConfigurationError for a wrong URL, an unreadable file, a missing package; StorageError.
 */
export async function openNodeStore(options: NodeStoreOptions): Promise<{
  readonly store: TemplateStore
  /** For people; holds no password. */
  readonly where: string
}> {
  assertKnownOptions('openNodeStore', options, ['databaseUrl', 'databaseCaFile', 'path', 'clock'])
  const { databaseUrl: url, databaseCaFile, path, clock = systemClock } = options
  if (url === undefined) return { store: await openSqliteStore({ path, clock }), where: path }
  const { openPostgresStore } = await import('@faceward/storage-postgres').catch((cause: unknown) => {
    throw new ConfigurationError(
      'PostgreSQL needs the package @faceward/storage-postgres: install it beside @faceward/node.',
      { code: 'incompatible-composition', cause },
    )
  })
  const authority = databaseCaFile === undefined ? {} : { tlsAuthority: await readAuthority(databaseCaFile) }
  return { store: await openPostgresStore({ url, clock, ...authority }), where: 'PostgreSQL' }
}

async function readAuthority(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const issue = { key: 'DATABASE_CA_FILE', message: 'a PEM file that this user can read' }
    throw new ConfigurationError(`The certificate authority of the database cannot be read: ${file}.`, {
      code: 'invalid-options',
      issues: [issue],
      cause,
    })
  }
}
