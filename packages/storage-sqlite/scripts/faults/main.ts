import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openPostgresStore } from '@faceward/storage-postgres'
import pg from 'pg'
import { openSqliteStore } from '../../src/index.js'
import { cipherCosts, putCost } from './costs.js'
import { type KillLoopReport, killLoop } from './kill-loop.js'
import { judge, type ProtectionMeasurements, renderReport } from './report.js'
import { fillWithVictim, type Residue, scan } from './residue.js'

/** What the launcher hands over: paths it bundled, and servers it can start. */
interface Launcher {
  readonly writer: string
  readonly runWorkers: (path: string) => Promise<void>
  readonly startPostgres: (() => Promise<PostgresServer>) | undefined
}

interface PostgresServer {
  readonly url: string
  readonly data: string
  readonly start: () => Promise<void>
  readonly kill: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Measures everything, writes the page if asked, and says whether all promises hold. */
export async function evaluate(launcher: Launcher, args: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({
    args: [...args],
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
    const command =
      `node packages/storage-sqlite/scripts/evaluate-template-protection.mjs ${args.join(' ')}`.trim()
    const report = renderReport(found, command)
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

async function fourProcesses({ runWorkers }: Launcher, path: string): Promise<number> {
  await runWorkers(path)
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
  { startPostgres, writer }: Launcher,
  acknowledged: number,
): Promise<Pick<ProtectionMeasurements, 'postgresKills' | 'postgresResidue'>> {
  if (!startPostgres) return {}
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
