import { type CallOptions, StorageError, type TemplateStore } from '@faceward/spec'
import { createMemoryStore } from '@faceward/storage-memory'
import { describe, expect, it } from 'vitest'
import { bytes, context, random } from '../test/seeded.js'
import { createKeyring } from './keyring.js'
import { type RewrapReport, rewrapRecords } from './rewrap-records.js'
import { sealRecord } from './sealed-record.js'
import { createSecretboxCipher } from './secretbox-cipher.js'
import { createSplitStore } from './split-store.js'
import { createSubjectKeyCipher } from './subject-key-cipher.js'
import { verifyRecords } from './verify-records.js'
import { verifyStore } from './verify-store.js'

const cipher = createSecretboxCipher({ keys: createKeyring({ keys: [{ key: bytes(1) }] }), random })
const face = { collection: 'templates', tenantId: 't', subject: 's', id: 'face' } as const
const index = { collection: 'keys', tenantId: 't', subject: 'index', id: 'index-key' } as const

async function filled() {
  const store = createMemoryStore()
  for (const key of [face, index]) await store.put(key, await sealRecord(cipher, key, 1, 'm', bytes(2)))
  return store
}

describe('a walk over records', () => {
  it('says after each page where to go on, and goes on from there', async () => {
    const store = await filled()
    const reports: RewrapReport[] = []
    const parts = { store, cipher, tenantId: 't' }
    await rewrapRecords({ ...parts, onProgress: (report) => reports.push(report) })
    expect(reports.map(({ next, scanned }) => [next, scanned])).toEqual([
      [{ collection: 'templates' }, 1],
      [undefined, 2],
    ])
    const scannedFrom = async (collection: 'keys' | 'templates' | 'audit') =>
      (await rewrapRecords({ ...parts, from: { collection } })).scanned
    // A place in a collection that is not walked is the beginning.
    expect([await scannedFrom('keys'), await scannedFrom('templates'), await scannedFrom('audit')]).toEqual([
      2, 1, 2,
    ])
  })

  it('is over keys and templates, or over what is said', async () => {
    const store = await filled()
    await store.put({ ...face, collection: 'audit' }, await sealRecord(cipher, face, 1, 'm', bytes(2)))
    expect(await verifyRecords({ store, cipher, tenantId: 't' })).toMatchObject({ scanned: 2, opened: 2 })
    const { tenants } = await verifyStore({ store, cipher, collections: ['templates'] })
    expect(tenants).toMatchObject([{ tenantId: 't', scanned: 1 }])
    expect(await rewrapRecords({ store, cipher, tenantId: 't', collections: ['keys'] })).toMatchObject({
      scanned: 1,
      rewrapped: 0,
    })
  })

  it('hands its signal on when a record was written meanwhile, and by the cipher', async () => {
    const store = await filled()
    const seen: unknown[] = []
    const noting = <Given extends unknown[], Value>(run: (...given: Given) => Value) => {
      return (...given: Given) => {
        seen.push((given.at(-1) as CallOptions | undefined)?.signal)
        return run(...given)
      }
    }
    const contested: TemplateStore = {
      ...store,
      get: noting(store.get),
      put: async () => {
        throw new StorageError('written meanwhile', { code: 'conflict' })
      },
    }
    const { signal } = new AbortController()
    const parts = { tenantId: 't', signal, cipher: { ...cipher, needsRewrap: noting(cipher.needsRewrap) } }
    await rewrapRecords({ ...parts, store: contested, which: 'all', collections: ['keys'] })
    expect(seen).toHaveLength(5)
    await rewrapRecords({ ...parts, store })
    await verifyRecords({ ...parts, store })
    expect(seen).toHaveLength(9)
    expect(seen.every((one) => one === signal)).toBe(true)
  })
})

describe('a split store', () => {
  it('knows tenants of which only keys or only records are left', async () => {
    const [records, keys] = [createMemoryStore(), createMemoryStore()]
    await records.put({ ...face, tenantId: 'records' }, bytes(1))
    await keys.put({ ...index, tenantId: 'keys' }, bytes(1))
    expect((await createSplitStore({ records, keys }).tenants()).toSorted()).toEqual(['keys', 'records'])
  })

  it('writes changes in one place at once, and none that would be in two', async () => {
    const [records, keys] = [createMemoryStore(), createMemoryStore()]
    const store = createSplitStore({ records, keys })
    const changes = [
      { key: face, bytes: bytes(1) },
      { key: { ...index, subject: 's' }, bytes: bytes(1) },
    ]
    await expect(store.write(changes)).rejects.toThrow()
    expect([await records.tenants(), await keys.tenants()]).toEqual([[], []])
  })

  it('closes both', async () => {
    const [records, keys] = [createMemoryStore(), createMemoryStore()]
    await createSplitStore({ records, keys }).close()
    for (const store of [records, keys])
      await expect(store.get(face)).rejects.toHaveProperty('name', 'DisposedError')
  })
})

describe('the key of a subject', () => {
  it('lies where it always lay: keys that are stored must be found by later versions', async () => {
    const keys = createMemoryStore()
    await createSubjectKeyCipher({ cipher, keys, random }).seal(bytes(1), context)
    const { records } = await keys.list({ collection: 'keys', tenantId: 't' })
    expect(records.map(({ key, revision }) => ({ ...key, revision }))).toEqual([
      { collection: 'keys', tenantId: 't', subject: 's', id: 'subject-key', revision: 1 },
    ])
  })

  it('that another process stored and deleted at once is a conflict, not a record sealed with nothing', async () => {
    const conflict = new StorageError('written meanwhile', { code: 'conflict' })
    const keys: TemplateStore = { ...createMemoryStore(), put: () => Promise.reject(conflict) }
    await expect(createSubjectKeyCipher({ cipher, keys, random }).seal(bytes(1), context)).rejects.toBe(
      conflict,
    )
  })

  it('is fetched and stored under the caller’s signal', async () => {
    const store = createMemoryStore()
    const seen: unknown[] = []
    const keys: TemplateStore = {
      ...store,
      get(key, call) {
        seen.push(call?.signal)
        return store.get(key, call)
      },
      put(key, value, call) {
        seen.push(call?.signal)
        return store.put(key, value, call)
      },
    }
    const { signal } = new AbortController()
    const own = createSubjectKeyCipher({ cipher, keys, random })
    await own.open(await own.seal(bytes(1), context, { signal }), context, { signal })
    expect(seen).toEqual([signal, signal, signal])
  })
})
