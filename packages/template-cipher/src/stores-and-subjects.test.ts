import { StorageError, type TemplateStore } from '@faceward/spec'
import { createMemoryStore } from '@faceward/storage-memory'
import { describe, expect, it } from 'vitest'
import { bytes, context, random } from '../test/seeded.js'
import { createKeyring } from './keyring.js'
import { rewrapRecords } from './rewrap-records.js'
import { rotateStore } from './rotate-store.js'
import { openRecord, sealRecord } from './sealed-record.js'
import { createSecretboxCipher } from './secretbox-cipher.js'
import { createSplitStore } from './split-store.js'
import { createSubjectKeyCipher } from './subject-key-cipher.js'
import { verifyRecords } from './verify-records.js'
import { verifyStore } from './verify-store.js'
import { xchachaAead } from './xchacha-aead.js'

const ringOf = (...ids: readonly string[]) =>
  createKeyring({ keys: ids.map((keyId) => ({ keyId, key: bytes(keyId.length + keyId.charCodeAt(0)) })) })
const cipherOf = (...ids: readonly string[]) => createSecretboxCipher({ keys: ringOf(...ids), random })
const isRefused = (promise: Promise<unknown>) =>
  expect(promise).rejects.toHaveProperty('name', 'TemplateSecurityError')

describe('a split store', () => {
  const face = { collection: 'templates', tenantId: 't', subject: 's', id: 'face' } as const
  const own = { ...face, collection: 'keys', id: 'subject-key' } as const
  const split = () => {
    const [records, keys] = [createMemoryStore(), createMemoryStore()]
    return { records, keys, store: createSplitStore({ records, keys }) }
  }

  it('keeps keys in one place and all else in the other', async () => {
    const { records, keys, store } = split()
    await store.put(face, bytes(1))
    await store.write([{ key: own, bytes: bytes(2) }])
    await store.write([{ key: { ...face, id: 'other' }, bytes: bytes(3) }])
    expect([await records.get(own), await keys.get(face)]).toEqual([undefined, undefined])
    expect((await store.get(own))?.bytes).toEqual(bytes(2))
    expect(await store.delete({ ...face, id: 'other' })).toBe(true)
    expect((await store.list({ collection: 'keys', tenantId: 't' })).records).toHaveLength(1)
    expect(await store.tenants()).toEqual(['t'])
    expect(await store.deleteSubject('t', 's')).toBe(2)
    await expect(store.write([])).resolves.toBeUndefined()
  })

  it('promises what both promise, and is as well as the worse of them', async () => {
    const { records, keys } = split()
    const flags = (store: TemplateStore, on: boolean): TemplateStore => ({
      ...store,
      capabilities: { durable: on, multiProcess: on, secureDelete: on },
      health: async () => ({ status: on ? 'ok' : 'failing' }),
    })
    for (const [one, other] of [
      [true, true],
      [true, false],
      [false, true],
    ] as const) {
      const store = createSplitStore({ records: flags(records, one), keys: flags(keys, other) })
      const both = one && other
      expect(store.capabilities).toEqual({ durable: both, multiProcess: both, secureDelete: both })
      expect((await store.health()).status).toBe(both ? 'ok' : 'failing')
    }
  })

  it('erases the key first, so that what a failure leaves does not open', async () => {
    const { records, keys } = split()
    const failing: TemplateStore = { ...records, deleteSubject: () => Promise.reject(new Error('disk')) }
    const store = createSplitStore({ records: failing, keys })
    await store.put(own, bytes(2))
    await expect(store.deleteSubject('t', 's')).rejects.toThrow('disk')
    expect(await keys.get(own)).toBeUndefined()
  })
})

describe('a walk over records', () => {
  const keyOf = (at: number) =>
    ({ collection: 'templates', tenantId: 't', subject: `s${at}`, id: 'face' }) as const

  it('names the first hundred that do not open, and counts them all', async () => {
    const store = createMemoryStore()
    for (let at = 0; at < 102; at++) await store.put(keyOf(at), bytes(1, 9))
    const parts = { store, cipher: cipherOf('a'), tenantId: 't' }
    for (const report of [await verifyRecords(parts), await rewrapRecords(parts)]) {
      expect(report).toMatchObject({ scanned: 102, unreadable: 102 })
      expect(report.unreadableKeys).toHaveLength(100)
    }
  })

  it('gives a record up that others write again and again, after five tries', async () => {
    const store = createMemoryStore()
    await store.put(keyOf(0), await sealRecord(cipherOf('a'), keyOf(0), 1, 'm', bytes(1)))
    const counter = { puts: 0 }
    const contested: TemplateStore = {
      ...store,
      async put() {
        counter.puts++
        throw new StorageError('written meanwhile', { code: 'conflict' })
      },
    }
    const report = await rewrapRecords({ store: contested, cipher: cipherOf('b', 'a'), tenantId: 't' })
    expect(report).toMatchObject({ scanned: 1, rewrapped: 0, conflicts: 1, unreadable: 0 })
    expect(counter.puts).toBe(5)
  })

  it('keeps a record’s time to live and its model, and says which keys are left', async () => {
    const time = { now: 1000 }
    const store = createMemoryStore({ clock: { now: () => time.now } })
    await store.put(keyOf(0), await sealRecord(cipherOf('a'), keyOf(0), 1, 'm', bytes(1)), {
      expiresAtMs: 5000,
    })
    const cipher = cipherOf('b', 'a')
    const report = await rewrapRecords({ store, cipher, tenantId: 't' })
    expect(report).toMatchObject({ rewrapped: 1, keyIds: { b: 1 } })
    expect(report.next).toBeUndefined()
    const record = (await store.get(keyOf(0)))!
    expect(record).toMatchObject({ revision: 2, expiresAtMs: 5000 })
    expect(await openRecord(cipher, record)).toEqual({ modelId: 'm', plaintext: bytes(1) })
    expect(await verifyRecords({ store, cipher, tenantId: 't' })).toMatchObject({
      opened: 1,
      outdated: 0,
      keyIds: { b: 1 },
    })
  })

  it('hands its signal to the store, of all tenants as of one', async () => {
    const store = createMemoryStore()
    await store.put(keyOf(0), await sealRecord(cipherOf('a'), keyOf(0), 1, 'm', bytes(1)))
    const seen: unknown[] = []
    const noting: TemplateStore = {
      ...store,
      tenants: (call) => {
        seen.push(call?.signal)
        return store.tenants(call)
      },
      list: (listing) => {
        seen.push(listing.signal)
        return store.list(listing)
      },
      put: (key, value, call) => {
        seen.push(call?.signal)
        return store.put(key, value, call)
      },
    }
    const { signal } = new AbortController()
    const parts = { store: noting, cipher: cipherOf('b', 'a'), signal }
    await verifyStore(parts)
    await rotateStore(parts)
    expect(seen.length).toBeGreaterThan(6)
    expect(seen.every((one) => one === signal)).toBe(true)
  })

  it('stops when it is told to', async () => {
    const store = createMemoryStore()
    for (let at = 0; at < 3; at++) await store.put(keyOf(at), bytes(1, 9))
    const parts = {
      store,
      cipher: cipherOf('a'),
      tenantId: 't',
      signal: AbortSignal.abort(new Error('left')),
    }
    await expect(verifyRecords(parts)).rejects.toThrow('left')
    await expect(rewrapRecords(parts)).rejects.toThrow('left')
  })
})

describe('a cipher with a key for each subject', () => {
  it('opens nothing with the key of a subject who was enrolled anew', async () => {
    const keys = createMemoryStore()
    const own = createSubjectKeyCipher({ cipher: cipherOf('a'), keys, random })
    const before = await own.seal(bytes(1), context)
    expect(own.inspect(before).keyId).toMatch(/^subject-[0-9a-f]{8}$/)
    await keys.deleteSubject('t', 's')
    await isRefused(own.open(before, context))
    await own.seal(bytes(1), context)
    await isRefused(own.open(before, context))
  })

  it('takes the key of whoever stored it first, and passes on any other failure', async () => {
    const keys = createMemoryStore()
    const first = createSubjectKeyCipher({ cipher: cipherOf('a'), keys, random })
    const state = { gets: 0 }
    const late: TemplateStore = {
      ...keys,
      async get(key, call) {
        if (state.gets++ > 0) return keys.get(key, call)
        await first.seal(bytes(1), context)
        return undefined
      },
    }
    const second = createSubjectKeyCipher({ cipher: cipherOf('a'), keys: late, random })
    const sealed = await second.seal(bytes(2), context)
    expect(await first.open(sealed, context)).toEqual(bytes(2))
    const full: TemplateStore = {
      ...createMemoryStore(),
      put: async () => {
        throw new StorageError('full', { code: 'full' })
      },
    }
    await expect(
      createSubjectKeyCipher({ cipher: cipherOf('a'), keys: full, random }).seal(bytes(1), context),
    ).rejects.toThrow('full')
  })

  it('leaves the collection of keys to the master key', async () => {
    const keys = createMemoryStore()
    const own = createSubjectKeyCipher({ cipher: cipherOf('a'), keys, random })
    const ofKeys = { ...context, recordId: 'keys/index-key' }
    expect(own.inspect(await own.seal(bytes(1), ofKeys)).keyId).toBe('a')
    expect(await keys.tenants()).toEqual([])
  })

  it('wants a record of its own sealed anew only for another algorithm', async () => {
    const keys = createMemoryStore()
    const parts = { cipher: cipherOf('a'), keys, random }
    const sealed = await createSubjectKeyCipher(parts).seal(bytes(1), context)
    expect(await createSubjectKeyCipher(parts).needsRewrap(sealed)).toBe(false)
    const other = createSubjectKeyCipher({ ...parts, aead: xchachaAead })
    expect(await other.needsRewrap(sealed)).toBe(true)
    expect(await other.open(sealed, context)).toEqual(bytes(1))
    const master = await cipherOf('a').seal(bytes(1), context)
    expect(await createSubjectKeyCipher({ ...parts, cipher: cipherOf('b', 'a') }).needsRewrap(master)).toBe(
      true,
    )
  })

  it('that is disposed of while a key is on its way seals and opens nothing', async () => {
    const keys = createMemoryStore()
    const sealed = await createSubjectKeyCipher({ cipher: cipherOf('a'), keys, random }).seal(
      bytes(1),
      context,
    )
    for (const use of ['seal', 'open'] as const) {
      const own = createSubjectKeyCipher({
        cipher: { ...cipherOf('a'), dispose: async () => {} },
        keys: {
          ...keys,
          async get(key, call) {
            await own.dispose()
            return keys.get(key, call)
          },
        },
        random,
      })
      await expect(own[use](sealed, context)).rejects.toHaveProperty('name', 'DisposedError')
    }
  })

  it('is of no use once it is disposed of, also where the cipher it stands on goes on', async () => {
    const cipher = { ...cipherOf('a'), dispose: async () => {} }
    const own = createSubjectKeyCipher({ cipher, keys: createMemoryStore(), random })
    const sealed = await own.seal(bytes(1), context)
    await own.dispose()
    for (const use of [
      () => own.seal(bytes(1), context),
      () => own.open(sealed, context),
      () => own.needsRewrap(sealed),
      async () => own.inspect(sealed),
      async () => own.pseudonym(bytes(1), []),
    ])
      await expect(use()).rejects.toHaveProperty('name', 'DisposedError')
  })

  it('disposes of the cipher it stands on', async () => {
    const cipher = cipherOf('a')
    await createSubjectKeyCipher({ cipher, keys: createMemoryStore(), random }).dispose()
    await expect(cipher.seal(bytes(1), context)).rejects.toHaveProperty('name', 'DisposedError')
  })
})
