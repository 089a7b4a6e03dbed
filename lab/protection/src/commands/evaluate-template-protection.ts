// Kills stores in the middle of writes, scans what deletion leaves behind, and times sealing.
// Needs: nothing; PostgreSQL where its part is to be measured
// Options: [--acknowledged 10000] [--rounds 1000] [--write docs/evaluation/template-protection.md]
//
// Prints the report or writes it. Ends with 1 when a promise is broken.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { openPostgresStore } from '@faceward/storage-postgres'
import { openSqliteStore } from '@faceward/storage-sqlite'
import pg from 'pg'
import { findPostgres, type PostgresServer, startPostgres } from '../../../../scripts/postgres-server.mjs'
import { bundleForNode } from '../../../../tooling/src/bundle-for-node.mjs'
import { cipherCosts, putCost } from '../faults/costs.js'
import { type KillLoopReport, killLoop } from '../faults/kill-loop.js'
import { judge, type ProtectionMeasurements, renderReport } from '../faults/report.js'
import { fillWithVictim, type Residue, scan } from '../faults/residue.js'

/** The scripts of the processes it starts. */
interface Launcher {
  readonly writer: string
  readonly worker: string
}

const packageFolder = fileURLToPath(new URL('../..', import.meta.url))
const bundle = (entry: string) =>
  bundleForNode({ entry: `${packageFolder}${entry}`, packageFolder, external: ['libsql', 'pg'] })

/** Measures everything, writes the page if asked, and says whether all promises hold. */
async function evaluate(): Promise<boolean> {
  const launcher = {
    writer: await bundle('src/kill-writer.ts'),
    worker: await bundle('../../packages/storage-sqlite/test/store-worker.ts'),
  }
  const { values } = parseArgs({
    options: {
      acknowledged: { type: 'string', default: '10000' },
      rounds: { type: 'string', default: '1000' },
      write: { type: 'string' },
    },
  })
  const acknowledged = Number(values.acknowledged)
  const folder = mkdtempSync(join(tmpdir(), 'faceward-faults-'))
  try {
    const found: ProtectionMeasurements = {
      sqliteKills: await sqliteKills(launcher, join(folder, 'kill.db'), acknowledged),
      sqliteResidue: await sqliteResidue(join(folder, 'residue')),
      rowsOfFourProcesses: await fourProcesses(launcher, join(folder, 'four.db')),
      ...(await onPostgres(launcher, acknowledged)),
      ciphers: await cipherCosts(Number(values.rounds) * 3),
      put: await sqlitePut(folder, Number(values.rounds)),
    }
    const command = `npm run lab -- protection/evaluate-template-protection ${process.argv.slice(2).join(' ')}`
    const report = renderReport(found, command.trim())
    if (values.write) writeFileSync(values.write, report)
    else console.log(report)
    const broken = judge(found).filter(([, holds]) => !holds)
    for (const [promise] of broken) console.error(`broken: ${promise}`)
    return broken.length === 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function progress(name: string): (report: KillLoopReport) => void {
  return ({ acknowledged, kills, lost, corrupt }) => {
    console.error(`${name}: ${acknowledged} acknowledged, ${kills} kills, ${lost} lost, ${corrupt} corrupt`)
  }
}

function sqliteKills({ writer }: Launcher, path: string, acknowledged: number): Promise<KillLoopReport> {
  return killLoop({
    kind: 'sqlite',
    location: path,
    writer,
    acknowledged,
    writesPerKill: 200,
    lanes: 1,
    async verify() {
      const store = await openSqliteStore({ path })
      await store.verify()
      await store.close()
    },
    onProgress: progress('SQLite'),
  })
}

async function sqliteResidue(folder: string): Promise<readonly (readonly [string, Residue])[]> {
  const path = join(folder, 'store.db')
  const store = await openSqliteStore({ path })
  const pieces = await fillWithVictim(store)
  const last = pieces.slice(-Math.floor(pieces.length / 4))
  const before = scan(folder, last)
  await store.deleteSubject('residue', 'victim')
  const open = scan(folder, pieces)
  await store.close()
  return [
    ['before (its present record)', before],
    ['after deleteSubject, store still open', open],
    ['after close', scan(folder, pieces)],
  ]
}

async function fourProcesses({ worker }: Launcher, path: string): Promise<number> {
  const write = (name: string) =>
    new Promise<void>((resolve, reject) => {
      const job = JSON.stringify({ worker: name, writes: 100, races: 0 })
      spawn(process.execPath, [worker, path, job], { stdio: ['ignore', 'ignore', 'inherit'] }).on(
        'close',
        (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))),
      )
    })
  await Promise.all(['a', 'b', 'c', 'd'].map(write))
  const store = await openSqliteStore({ path })
  const { records } = await store.list({ collection: 'challenges', tenantId: 'tenant-a', limit: 1000 })
  await store.verify()
  await store.close()
  return records.length
}

async function sqlitePut(folder: string, rounds: number) {
  const store = await openSqliteStore({ path: join(folder, 'put.db') })
  const cost = await putCost(store, folder, rounds)
  await store.close()
  return cost
}

async function onPostgres(
  { writer }: Launcher,
  acknowledged: number,
): Promise<Pick<ProtectionMeasurements, 'postgresKills' | 'postgresResidue'>> {
  if (findPostgres() === undefined) return {}
  const server = await startPostgres()
  try {
    const postgresKills = await killLoop({
      kind: 'postgres',
      location: server.url,
      writer,
      acknowledged,
      writesPerKill: 1000,
      lanes: 8,
      async kill() {
        await server.kill()
        await server.start()
      },
      onProgress: progress('PostgreSQL'),
    })
    return { postgresKills, postgresResidue: await postgresResidue(server) }
  } finally {
    await server.stop()
  }
}

async function postgresResidue({
  url,
  data,
}: PostgresServer): Promise<readonly (readonly [string, Residue])[]> {
  const store = await openPostgresStore({ url, schema: 'residue' })
  const pieces = await fillWithVictim(store)
  await store.deleteSubject('residue', 'victim')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('CHECKPOINT')
  const deleted = scan(data, pieces)
  await client.query('VACUUM FULL residue.records')
  await client.query('CHECKPOINT')
  const inTables = scan(join(data, 'base'), pieces)
  const inLog = scan(join(data, 'pg_wal'), pieces)
  await client.end()
  await store.close()
  return [
    ['after deleteSubject', deleted],
    ['after VACUUM FULL, in the tables', inTables],
    ['after VACUUM FULL, in the log', inLog],
  ]
}

process.exit((await evaluate()) ? 0 : 1)
