import { existsSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runWorker } from '../test/sqlite-harness.js'
import { openSqliteStore, type SqliteStore } from './open-sqlite-store.js'

const key = { collection: 'templates', tenantId: 't', subject: 's', id: 'i' } as const
const bytes = new Uint8Array([1, 2, 3])
const REFUSED = {
  name: 'StorageError',
  code: 'unavailable',
  message: expect.stringContaining('Put the files back'),
}

// Windows lets nobody remove or replace a file that is open.
describe.skipIf(process.platform === 'win32')('the files of an open store', () => {
  const state: { folder: string; path: string; store?: SqliteStore } = { folder: '', path: '' }
  beforeEach(async () => {
    state.folder = mkdtempSync(join(tmpdir(), 'faceward-moved-'))
    state.path = join(state.folder, 'store.db')
    state.store = await openSqliteStore({ path: state.path })
    await state.store.put(key, bytes)
  })
  afterEach(async () => {
    await state.store?.close()
    rmSync(state.folder, { recursive: true, force: true })
  })

  /** Every call says it, and so does the health. */
  async function expectRefused(): Promise<void> {
    const store = state.store!
    const calls = [
      () => store.put({ ...key, id: 'other' }, bytes),
      () => store.put(key, bytes, { expectedRevision: 1 }),
      () => store.write([{ key, bytes }]),
      () => store.delete(key),
      () => store.deleteSubject('t', 's'),
      () => store.get(key),
      () => store.list({ collection: 'templates', tenantId: 't' }),
      () => store.tenants(),
    ]
    for (const call of calls) await expect(call()).rejects.toMatchObject(REFUSED)
    expect(await store.health()).toEqual({ status: 'failing', detail: REFUSED.message })
  }

  for (const suffix of ['', '-wal', '-shm']) {
    it(`refuses everything once store.db${suffix} is removed, until it is back`, async () => {
      renameSync(`${state.path}${suffix}`, join(state.folder, 'aside'))
      await expectRefused()
      expect(existsSync(`${state.path}${suffix}`)).toBe(false)
      renameSync(join(state.folder, 'aside'), `${state.path}${suffix}`)
      expect(await state.store!.put(key, bytes)).toEqual({ revision: 2 })
      expect(await state.store!.health()).toEqual({ status: 'ok' })
    })

    it(`refuses everything once another file stands where store.db${suffix} was`, async () => {
      writeFileSync(join(state.folder, 'another'), '')
      renameSync(join(state.folder, 'another'), `${state.path}${suffix}`)
      await expectRefused()
      expect(statSync(`${state.path}${suffix}`).size).toBe(0)
    })
  }

  it('refuses everything once the folder is gone, or is another one', async () => {
    renameSync(state.folder, `${state.folder}-aside`)
    await expectRefused()
    const other = await openSqliteStore({ path: state.path })
    await expectRefused()
    expect(await other.get(key)).toBeUndefined()
    await other.close()
    rmSync(`${state.folder}-aside`, { recursive: true })
  })

  it('acknowledges nothing that went into a file removed while it was being written', async () => {
    const clock = {
      now() {
        rmSync(state.path, { force: true })
        return 0
      },
    }
    await state.store!.close()
    const store = await openSqliteStore({ path: state.path, clock })
    // The clock is asked after the files were looked at, and before anything is written.
    await expect(store.put(key, bytes)).rejects.toMatchObject(REFUSED)
    await store.close()
  })

  it('takes the comings and goings of other processes for what they are', async () => {
    for (const worker of ['one', 'two']) await runWorker(state.path, { worker, writes: 20, races: 0 })
    await state.store!.deleteSubject('t', 's')
    const neighbour = await openSqliteStore({ path: state.path })
    await neighbour.put(key, bytes)
    await neighbour.close()
    expect(await state.store!.put(key, bytes)).toEqual({ revision: 2 })
    expect(await state.store!.health()).toEqual({ status: 'ok' })
  })
})
