import { execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TemplateStore } from '@faceward/spec'
import { Client } from 'pg'
import { afterEach, describe, expect, it } from 'vitest'
import { openPostgresStore } from '../src/index.js'
import { freshSchema, runSql } from './postgres-harness.js'

const url = process.env['FACEWARD_TEST_POSTGRES'] ?? ''
const key = { collection: 'templates', tenantId: 'a', subject: 's', id: 'i' } as const
const record = new Uint8Array(3000)
const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function open(address: string): Promise<{ store: TemplateStore; schema: string }> {
  const schema = freshSchema()
  cleanups.push(() => runSql(url, `DROP SCHEMA IF EXISTS ${schema} CASCADE`))
  const store = await openPostgresStore({ url: address, schema, maximumConnections: 1 })
  cleanups.push(() => store.close())
  return { store, schema }
}

/** Tries once more while the answer is that a connection was ended under it. */
async function pastDeadConnections<Result>(call: () => Promise<Result>): Promise<Result> {
  for (let tries = 0; ; tries++) {
    try {
      return await call()
    } catch (error) {
      if (tries === 5 || !(error as { retryable?: boolean }).retryable) throw error
    }
  }
}

describe.skipIf(url === '')('a PostgreSQL that stops taking writes', () => {
  it('is failing while it is read-only, as after a failover, and well again afterwards', async () => {
    const role = `writer_${freshSchema()}`
    await runSql(
      url,
      `CREATE ROLE ${role} LOGIN;
       DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO ${role}', current_database()); END $$`,
    )
    cleanups.push(() => runSql(url, `DROP OWNED BY ${role}; DROP ROLE ${role}`))
    const asRole = new URL(url)
    asRole.username = role
    const { store } = await open(asRole.href)
    const turnReadOnly = async (value: 'on' | 'off') => {
      await runSql(url, `ALTER ROLE ${role} SET default_transaction_read_only = ${value}`)
      await runSql(url, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${role}'`)
    }
    await store.put(key, record)
    expect(await store.health()).toMatchObject({ status: 'ok' })

    await turnReadOnly('on')
    await expect(pastDeadConnections(() => store.put(key, record))).rejects.toMatchObject({
      name: 'StorageError',
      code: 'permission-denied',
    })
    expect((await store.get(key))?.revision).toBe(1)
    expect(await store.health()).toMatchObject({
      status: 'failing',
      detail: expect.stringContaining('read-only'),
    })

    await turnReadOnly('off')
    expect(await pastDeadConnections(() => store.put(key, record))).toEqual({ revision: 2 })
    expect(await store.health()).toMatchObject({ status: 'ok' })
  })
})

const disk = url === '' ? undefined : await mountDisk()
describe.skipIf(disk === undefined)(
  `a PostgreSQL on a disk of 2 MB${disk ? '' : ' (not run: needs root, a server of this machine and the right to mount)'}`,
  () => {
    it('says that it is full, keeps what was acknowledged, and is well again once there is room', async () => {
      const space = freshSchema()
      await runSql(url, `CREATE TABLESPACE ${space} LOCATION '${disk}'`)
      cleanups.push(() => {
        execFileSync('umount', ['-l', disk!])
        rmSync(disk!, { recursive: true, force: true })
      })
      cleanups.push(() => runSql(url, `DROP TABLESPACE ${space}`))
      const { store, schema } = await open(url)
      await runSql(url, `ALTER TABLE ${schema}.records SET TABLESPACE ${space}`)
      let acknowledged = 0
      const fill = async () => {
        for (; acknowledged < 2000; acknowledged++) {
          await store.put({ ...key, id: String(acknowledged).padStart(4, '0') }, record)
        }
      }
      await expect(fill()).rejects.toMatchObject({ name: 'StorageError', code: 'full' })
      expect(await store.health()).toMatchObject({
        status: 'failing',
        detail: expect.stringContaining('no room'),
      })
      expect(acknowledged).toBeGreaterThan(10)
      expect(await store.get({ ...key, id: String(acknowledged - 1).padStart(4, '0') })).toBeDefined()

      await runSql(url, `ALTER TABLE ${schema}.records SET TABLESPACE pg_default`)
      expect(await store.health()).toMatchObject({ status: 'ok' })
    })
  },
)

/** A disk of 2 MB in memory that belongs to the server's user; undefined where that cannot be. */
async function mountDisk(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query("SELECT current_setting('data_directory') AS data")
  await client.end()
  const data = String(rows[0].data)
  if (!existsSync(data)) return undefined
  const place = mkdtempSync(join(tmpdir(), 'faceward-tablespace-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', place], { stdio: 'ignore' })
    const { uid, gid } = statSync(data)
    chownSync(place, uid, gid)
    return place
  } catch {
    rmSync(place, { recursive: true, force: true })
    return undefined
  }
}
