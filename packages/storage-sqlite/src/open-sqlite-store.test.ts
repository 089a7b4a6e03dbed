import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brokenTemplateStores, describeConformance, templateStoreCases } from '@faceward/conformance'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runWorker, sqliteHarness } from '../test/sqlite-harness.js'
import { openSqliteStore } from './open-sqlite-store.js'

const key = { collection: 'templates', tenantId: 't', subject: 's', id: 'i' } as const
const bytes = new Uint8Array([1, 2, 3])

describeConformance({ describe, it }, 'conformance of the SQLite store', templateStoreCases(sqliteHarness))

describe('the cases that need a file catch their broken doubles', () => {
  const cases = templateStoreCases(sqliteHarness)
  it('leaves out no case', () => {
    expect(cases.filter(({ skipped }) => skipped !== undefined)).toEqual([])
  })

  // The first two dozen are shown on the memory store, in its own tests.
  const needingFiles = cases.slice(-8).map(({ name }) => name)
  for (const { caughtBy, breakPlace } of brokenTemplateStores.filter((one) =>
    needingFiles.includes(one.caughtBy),
  )) {
    it(caughtBy, async () => {
      const broken = templateStoreCases({
        ...sqliteHarness,
        createPlace: async (options) => breakPlace(await sqliteHarness.createPlace(options)),
      })
      const promise = broken.find(({ name }) => name === caughtBy)!.run()
      await expect(promise).rejects.toHaveProperty('name', 'ConformanceFailure')
    })
  }
})

describe('openSqliteStore', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'faceward-sqlite-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const modesIn = (place: string) =>
    readdirSync(place).map((name) => `${name} ${(statSync(join(place, name)).mode & 0o777).toString(8)}`)

  it('makes the folder and every file for the owner only', async () => {
    const store = await openSqliteStore({ path: join(folder, 'new/place/store.db') })
    await store.put(key, bytes)
    expect((statSync(join(folder, 'new')).mode & 0o777).toString(8)).toBe('700')
    expect(modesIn(join(folder, 'new/place'))).toEqual([
      'store.db 600',
      'store.db-shm 600',
      'store.db-wal 600',
    ])
    await store.close()
    expect(statSync(join(folder, 'new/place/store.db-wal')).size).toBe(0)
  })

  it('takes a file that others could read away from them', async () => {
    const path = join(folder, 'store.db')
    await (await openSqliteStore({ path })).close()
    chmodSync(path, 0o644)
    await (await openSqliteStore({ path })).close()
    expect(modesIn(folder)[0]).toBe('store.db 600')
  })

  it('waits for the disk at every commit, and overwrites what it deletes', async () => {
    const path = join(folder, 'store.db')
    const store = await openSqliteStore({ path })
    await store.put(key, bytes)
    const other = new Database(path)
    expect(other.pragma('journal_mode')).toEqual([{ journal_mode: 'wal' }])
    other.close()
    await store.deleteSubject('t', 's')
    expect(statSync(`${path}-wal`).size).toBe(0)
    await store.close()
  })

  it('keeps the log until another process has finished reading, then empties it', async () => {
    const path = join(folder, 'store.db')
    const store = await openSqliteStore({ path })
    await store.put(key, bytes)
    const reader = new Database(path)
    reader.exec('BEGIN')
    reader.prepare('SELECT count(*) FROM records').get()
    expect(await store.delete(key)).toBe(true)
    expect((await store.health()).detail).toMatch(/still in the WAL/)
    reader.exec('COMMIT')
    reader.close()
    expect(await store.health()).toEqual({ status: 'ok' })
    expect(statSync(`${path}-wal`).size).toBe(0)
    await store.close()
  })

  it('gives up, retryably, when another process keeps the lock', async () => {
    const path = join(folder, 'store.db')
    const store = await openSqliteStore({ path, busyTimeoutMs: 0 })
    const other = new Database(path)
    other.exec('BEGIN IMMEDIATE')
    await expect(store.put(key, bytes)).rejects.toMatchObject({ code: 'unavailable', retryable: true })
    expect(await store.health()).toMatchObject({
      status: 'failing',
      detail: expect.stringContaining('locked'),
    })
    other.exec('ROLLBACK')
    other.close()
    expect(await store.put(key, bytes)).toEqual({ revision: 1 })
    await store.close()
  })

  it('writes a sound copy while it is in use, and overwrites none', async () => {
    const store = await openSqliteStore({ path: join(folder, 'store.db') })
    await store.put(key, bytes)
    await store.put({ ...key, id: 'deleted' }, new TextEncoder().encode('deleted before the backup'))
    await store.delete({ ...key, id: 'deleted' })
    const copy = join(folder, 'copy.db')
    await store.backup(copy)
    await expect(store.backup(copy)).rejects.toMatchObject({ code: 'conflict' })
    await store.put(key, new Uint8Array([4]))
    await store.close()

    expect((statSync(copy).mode & 0o777).toString(8)).toBe('600')
    expect(readFileSync(copy).includes('deleted before')).toBe(false)
    const restored = await openSqliteStore({ path: copy })
    await restored.verify()
    expect((await restored.get(key))?.bytes).toEqual(bytes)
    await restored.close()
  })

  it('leaves no half backup behind', async () => {
    const store = await openSqliteStore({ path: join(folder, 'store.db') })
    const target = join(folder, 'missing', 'copy.db')
    await expect(store.backup(target)).rejects.toMatchObject({ name: 'StorageError' })
    expect(existsSync(target)).toBe(false)
    await store.close()
  })

  it('refuses what is no database, another program’s, and a newer release’s', async () => {
    const path = join(folder, 'store.db')
    writeFileSync(path, 'This is a text, not a database. '.repeat(200))
    await expect(openSqliteStore({ path })).rejects.toMatchObject({ code: 'corrupt-store' })
    rmSync(path)
    change(path, 'CREATE TABLE songs (title TEXT)')
    await expect(openSqliteStore({ path })).rejects.toMatchObject({ code: 'corrupt-store' })
    rmSync(path)
    await (await openSqliteStore({ path })).close()
    change(path, 'PRAGMA user_version = 99')
    await expect(openSqliteStore({ path })).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('says why a path cannot be used', async () => {
    mkdirSync(join(folder, 'folder'))
    writeFileSync(join(folder, 'file'), '')
    await expect(openSqliteStore({ path: join(folder, 'folder') })).rejects.toMatchObject({
      name: 'StorageError',
    })
    await expect(openSqliteStore({ path: join(folder, 'file/x.db') })).rejects.toMatchObject({
      name: 'StorageError',
    })
    for (const wrong of [
      { path: '' },
      { path: ':memory:' },
      { path: 'x', maximumBytes: 1 },
      { path: 'x', sync: 1 },
    ]) {
      await expect(openSqliteStore(wrong)).rejects.toMatchObject({ code: 'invalid-options' })
    }
  })

  it('sweeps expired records when another that expires comes', async () => {
    let now = 0
    const path = join(folder, 'store.db')
    const store = await openSqliteStore({ path, clock: { now: () => now } })
    for (let i = 0; i < 20; i++) {
      const challenge = { ...key, collection: 'challenges', id: `${i}` } as const
      await store.put(challenge, bytes, { expiresAtMs: now + 10 })
      now += 10
    }
    await store.close()
    const database = new Database(path)
    expect(database.prepare('SELECT count(*) AS n FROM records').get()).toMatchObject({ n: 1 })
    database.close()
  })

  it('keeps every one of 400 writes of four processes', async () => {
    const path = join(folder, 'store.db')
    const workers = ['a', 'b', 'c', 'd'].map((worker) => runWorker(path, { worker, writes: 100, races: 0 }))
    await Promise.all(workers)
    const store = await openSqliteStore({ path })
    const { records } = await store.list({ collection: 'challenges', tenantId: 'tenant-a', limit: 1000 })
    expect(records.length).toBe(400)
    await store.verify()
    await store.close()
  })
})

function change(path: string, sql: string): void {
  const database = new Database(path)
  database.exec(sql)
  database.close()
}
