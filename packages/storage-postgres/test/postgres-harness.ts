import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { StoreJob, StoreJobResult, TemplateStoreHarness } from '@faceward/conformance'
import { Client } from 'pg'
import { runStoreWorker } from '../../../tooling/src/run-store-worker.mjs'
import { openPostgresStore } from '../src/index.js'

const PACKAGE = fileURLToPath(new URL('..', import.meta.url))

/** The PostgreSQL store at schemas of their own in the database of the URL. */
export function postgresHarness(url: string): TemplateStoreHarness {
  return {
    capabilities: { durable: true, multiProcess: true, secureDelete: false },
    faults: ['unwritable'],
    async createPlace({ clock }) {
      const schema = freshSchema()
      return {
        open: () => openPostgresStore({ url, schema, clock }),
        runElsewhere: (job) => runWorker(url, schema, job),
        openUnwritable: () => openPostgresStore({ url: readOnly(url), schema, clock }),
        remove: () => runSql(url, `DROP SCHEMA IF EXISTS ${schema} CASCADE`),
      }
    },
  }
}

export function freshSchema(): string {
  return `test_${randomBytes(6).toString('hex')}`
}

/** Runs statements as the URL's user. */
export async function runSql(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

function readOnly(url: string): string {
  const changed = new URL(url)
  changed.searchParams.set('options', '-c default_transaction_read_only=on')
  return changed.href
}

function runWorker(url: string, schema: string, job: StoreJob): Promise<StoreJobResult> {
  return runStoreWorker({ packageFolder: PACKAGE, external: ['pg'], args: [url, schema], job })
}
