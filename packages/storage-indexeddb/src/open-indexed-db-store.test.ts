import {
  brokenTemplateStores,
  describeConformance,
  performStoreJob,
  type TemplateStoreHarness,
  templateStoreCases,
} from '@faceward/conformance'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { describe, expect, it } from 'vitest'
import { toStorageError } from './indexed-db-errors.js'
import { openIndexedDbStore } from './open-indexed-db-store.js'

// A kept implementation of the standard in memory; the browsers' own are tried with the browser package.
const harness: TemplateStoreHarness = {
  capabilities: { durable: true, multiProcess: true, secureDelete: false },
  async createPlace({ clock }) {
    const environment = { indexedDB: new IDBFactory(), IDBKeyRange }
    const open = () => openIndexedDbStore({ clock, environment })
    return {
      open,
      // Another connection, as another tab of the site would have; here it shares the process.
      async runElsewhere(job) {
        const store = await open()
        const result = await performStoreJob(store, job)
        await store.close()
        return result
      },
      remove: async () => {},
    }
  },
}
const cases = templateStoreCases(harness)
const key = { collection: 'templates', tenantId: 't', subject: 's', id: 'i' } as const

describeConformance({ describe, it }, 'conformance of the IndexedDB store', cases)

describe('every conformance case catches its broken double', () => {
  const applicable = cases.filter(({ skipped }) => skipped === undefined).map(({ name }) => name)
  for (const { caughtBy, breakPlace } of brokenTemplateStores.filter((one) =>
    applicable.includes(one.caughtBy),
  )) {
    it(caughtBy, async () => {
      const broken = templateStoreCases({
        ...harness,
        createPlace: async (options) => breakPlace(await harness.createPlace(options)),
      })
      const promise = broken.find(({ name }) => name === caughtBy)!.run()
      await expect(promise).rejects.toHaveProperty('name', 'ConformanceFailure')
    })
  }
})

describe('openIndexedDbStore', () => {
  it('keeps databases of other names apart', async () => {
    const environment = { indexedDB: new IDBFactory(), IDBKeyRange }
    const [one, other] = await Promise.all(
      ['one', 'other'].map((name) => openIndexedDbStore({ name, environment })),
    )
    await one!.put(key, new Uint8Array(1))
    expect(await other!.get(key)).toBeUndefined()
  })

  it('gives way to a tab that deletes the database, and says so afterwards', async () => {
    const environment = { indexedDB: new IDBFactory(), IDBKeyRange }
    const store = await openIndexedDbStore({ environment })
    await new Promise((resolve) => {
      environment.indexedDB.deleteDatabase('faceward').onsuccess = resolve
    })
    await expect(store.get(key)).rejects.toMatchObject({ name: 'StorageError', code: 'unavailable' })
    expect(await store.health()).toMatchObject({
      status: 'failing',
      detail: expect.stringContaining('open the store again'),
    })
  })

  it('sweeps expired records when another that expires comes', async () => {
    let now = 0
    const environment = { indexedDB: new IDBFactory(), IDBKeyRange }
    const store = await openIndexedDbStore({ environment, clock: { now: () => now } })
    for (let i = 0; i < 20; i++) {
      const challenge = { ...key, collection: 'challenges', id: `${i}` } as const
      await store.put(challenge, new Uint8Array(1), { expiresAtMs: now + 10 })
      now += 10
    }
    await store.close()
    const [count] = await new Promise<number[]>((resolve) => {
      const opening = environment.indexedDB.open('faceward')
      opening.onsuccess = () => {
        const counting = opening.result.transaction('records').objectStore('records').count()
        counting.onsuccess = () => resolve([counting.result])
      }
    })
    expect(count).toBe(1)
  })

  it('needs IndexedDB, and refuses options it does not know', async () => {
    await expect(openIndexedDbStore({ environment: {} as never })).rejects.toMatchObject({
      code: 'invalid-options',
    })
    await expect(openIndexedDbStore({ path: 'x' } as never)).rejects.toMatchObject({
      code: 'invalid-options',
    })
  })
})

describe('toStorageError', () => {
  it.each([
    ['QuotaExceededError', 'full'],
    ['SecurityError', 'permission-denied'],
    ['NotReadableError', 'corrupt-store'],
    ['AbortError', 'unavailable'],
    ['UnknownError', 'unavailable'],
  ])('tells %s as %s', (name, code) => {
    expect(toStorageError(new DOMException('', name))).toMatchObject({ name: 'StorageError', code })
  })
})
