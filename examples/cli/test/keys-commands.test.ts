import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { openNodeStore } from '@faceward/node'
import type { TemplateStore } from '@faceward/spec'
import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { BOTH, enrol, json, NEW, OLD, run, state } from './vault-trial.js'

const NOT_NEEDED = /needs no other/
const url = process.env['FACEWARD_TEST_POSTGRES'] ?? ''

const open = async (databaseUrl?: string) =>
  (await openNodeStore({ databaseUrl, path: join(state.folder, 'templates.db') })).store
const openFile = () => open()

/** Two tenants, three people; five sealed records with the two index keys. */
async function enrolTwoTenants(openStore: () => Promise<TemplateStore>): Promise<void> {
  await enrol(['alice', 'bob'], OLD, { store: await openStore() })
  await enrol(['carol'], OLD, { tenantId: 'bank', store: await openStore() })
}

/** A template of the tenant that nobody sealed. */
async function spoil(openStore: () => Promise<TemplateStore>, tenantId: string): Promise<void> {
  const store = await openStore()
  await store.put({ collection: 'templates', tenantId, subject: 'nobody', id: 'face' }, new Uint8Array(9))
  await store.close()
}

async function expectRotationOfBothTenants(
  openStore: () => Promise<TemplateStore>,
  place: Readonly<Record<string, string>> = {},
): Promise<void> {
  await enrolTwoTenants(openStore)
  const dry = await json(['keys', 'rotate', '--dry-run'], { ...BOTH, ...place })
  expect(dry.result).toMatchObject({ dryRun: true, scanned: 5, rewrapped: 5 })
  expect(Object.keys(dry.result.keyIds)).toEqual([expect.stringMatching(/^k0-/)])
  expect((await run(['keys', 'rotate', '--dry-run'], { ...BOTH, ...place })).stdout).not.toMatch(NOT_NEEDED)

  const done = await run(['keys', 'rotate'], { ...BOTH, ...place })
  expect(done.exitCode).toBe(0)
  expect(done.stdout).toContain('5 of 5 records of 2 tenants sealed anew.')
  for (const row of [/bank\s+k1-\S+\s+2/, /default\s+k1-\S+\s+3/, /all tenants\s+k1-\S+\s+5/]) {
    expect(done.stdout).toMatch(row)
  }
  expect(done.stdout).not.toMatch(/k0-/)
  expect(done.stdout).toMatch(NOT_NEEDED)

  const { result } = await json(['keys', 'verify'], { ...NEW, ...place })
  expect(result).toMatchObject({ scanned: 5, opened: 5, unreadable: 0, outdated: 0, isCurrent: true })
  const bank = await json(['list', '--tenant', 'bank'], { ...NEW, ...place })
  expect(bank.result).toMatchObject({ subjects: [{ subjectId: 'carol' }], otherTenants: ['default'] })
}

describe('keys rotate', () => {
  it('moves the records of every tenant to the new key, and says so only then', async () => {
    await expectRotationOfBothTenants(openFile)
    expect((await json(['keys', 'rotate'], BOTH)).result).toMatchObject({ rewrapped: 0, isCurrent: true })
  })

  it('says what is left, and of no key that it is not needed, while a record of another tenant does not open', async () => {
    await enrolTwoTenants(openFile)
    await spoil(openFile, 'bank')
    const { exitCode, stdout } = await run(['keys', 'rotate'], BOTH)
    expect(exitCode).toBe(4)
    expect(stdout).toContain('5 of 6 records of 2 tenants sealed anew.')
    expect(stdout).toContain('bank: templates/nobody/face')
    expect(stdout).toContain('bank: 0 sealed with an older key, 1 that do not open')
    expect(stdout).toContain('Keep every key')
    expect(stdout).not.toMatch(NOT_NEEDED)
    expect((await json(['keys', 'verify'], NEW)).exitCode).toBe(4)
  })

  it('says that there is no store, rather than making one', async () => {
    const { exitCode, stderr } = await run(['keys', 'rotate'], OLD)
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining('There is no store')])
    expect(readdirSync(state.folder)).toEqual([])
  })
})

describe('keys verify', () => {
  it('fails when the keys at hand are not enough, and says which records of which tenant', async () => {
    await enrol(['alice'], OLD, { tenantId: 'bank' })
    expect((await run(['keys', 'verify'], OLD)).exitCode).toBe(0)
    const { exitCode, stdout } = await run(['keys', 'verify'], NEW)
    expect(exitCode).toBe(4)
    expect(stdout).toContain('0 of 2 records of 1 tenant open.')
    expect(stdout).toContain('bank: keys/index/index-key')
    expect(stdout).not.toContain('alice')
  })
})

if (url === '' && process.env['FACEWARD_REQUIRE_POSTGRES'] === '1') {
  it('has a PostgreSQL to run against', () => {
    throw new Error('FACEWARD_REQUIRE_POSTGRES is 1, but FACEWARD_TEST_POSTGRES is not set')
  })
}

describe.skipIf(url === '')('on the PostgreSQL of FACEWARD_TEST_POSTGRES, named by DATABASE_URL', () => {
  it('rotates the keys of every tenant there', async () => {
    // A database of its own: the command line works on the schema that servers use.
    const { databaseUrl, remove } = await freshDatabase(url)
    try {
      const place = { DATABASE_URL: databaseUrl }
      await expectRotationOfBothTenants(() => open(databaseUrl), place)
      expect(readdirSync(state.folder)).toEqual([])
    } finally {
      await remove()
    }
  })
})

async function freshDatabase(server: string) {
  const name = `cli_${randomBytes(6).toString('hex')}`
  const sql = async (text: string) => {
    const client = new Client({ connectionString: server })
    await client.connect()
    await client.query(text).finally(() => client.end())
  }
  await sql(`CREATE DATABASE ${name}`)
  const named = new URL(server)
  named.pathname = `/${name}`
  return { databaseUrl: named.href, remove: () => sql(`DROP DATABASE ${name}`) }
}
