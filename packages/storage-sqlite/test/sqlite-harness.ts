import {
  chmodSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { StoreJob, StoreJobResult, TemplateStoreHarness } from '@faceward/conformance'
import { runStoreWorker } from '../../../tooling/src/run-store-worker.mjs'
import { openSqliteStore } from '../src/index.js'

const PACKAGE = fileURLToPath(new URL('..', import.meta.url))
const NOBODY = 65_534

/** The SQLite store at temporary folders, with real processes, damage and refusals. */
export const sqliteHarness: TemplateStoreHarness = {
  capabilities: { durable: true, multiProcess: true, secureDelete: true },
  faults: ['damage', 'full', 'unwritable'],
  async createPlace({ clock }) {
    const folder = mkdtempSync(join(tmpdir(), 'faceward-sqlite-'))
    const path = join(folder, 'store.db')
    const asRoot = process.getuid?.() === 0
    return {
      open: () => openSqliteStore({ path, clock }),
      runElsewhere: (job) => runWorker(path, job),
      countOccurrences: async (bytes) =>
        readdirSync(folder).reduce((sum, name) => sum + count(readFileSync(join(folder, name)), bytes), 0),
      async damage() {
        const file = openSync(path, 'r+')
        const pageSize = 4096
        // Every page but the first, where SQLite would notice before it reads a record.
        for (let at = pageSize; at < statSync(path).size; at += pageSize) {
          writeSync(file, Buffer.alloc(64, 0xa5), 0, 64, at)
        }
      },
      openFull: () => openSqliteStore({ path, clock, maximumBytes: 1024 * 1024 }),
      async openUnwritable() {
        chmodSync(folder, 0o555)
        chmodSync(path, 0o444)
        // The super-user may write everywhere, so it steps down.
        if (asRoot) process.seteuid?.(NOBODY)
        return openSqliteStore({ path, clock })
      },
      async remove() {
        if (asRoot) process.seteuid?.(0)
        chmodSync(folder, 0o700)
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
}

/** Another process does the job at the path. */
export function runWorker(path: string, job: StoreJob): Promise<StoreJobResult> {
  return runStoreWorker({ packageFolder: PACKAGE, external: ['libsql'], args: [path], job })
}

function count(haystack: Buffer, needle: Uint8Array): number {
  let found = 0
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + needle.length)) found++
  return found
}
