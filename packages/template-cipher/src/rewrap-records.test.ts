import { randomBytes } from 'node:crypto'
import { type KeyProvider, type RecordKey, StorageError, type TemplateStore } from '@faceward/spec'
import { createMemoryStore } from '@faceward/storage-memory'
import { describe, expect, it } from 'vitest'
import { createKeyring } from './keyring.js'
import { rewrapRecords } from './rewrap-records.js'
import { openRecord, sealRecord } from './sealed-record.js'
import { createSecretboxCipher } from './secretbox-cipher.js'
import { verifyRecords } from './verify-records.js'

const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) }
const [oldKey, newKey] = [
  { keyId: 'old', key: random.bytes(32) },
  { keyId: 'new', key: random.bytes(32) },
]
const cipherOf = (keys: KeyProvider) => createSecretboxCipher({ keys, random })
const before = () => cipherOf(createKeyring({ keys: [oldKey] }))
const after = () => cipherOf(createKeyring({ keys: [newKey, oldKey] }))
const onlyNew = () => cipherOf(createKeyring({ keys: [newKey] }))

const keyOf = (index: number, collection: RecordKey['collection'] = 'templates'): RecordKey => ({
  collection,
  tenantId: 't',
  subject: `s${index}`,
  id: 'face',
})

/** 250 templates and one key, sealed with the old key; some with an end. */
async function filledStore(): Promise<TemplateStore> {
  const store = createMemoryStore({ clock: { now: () => 1000 } })
  const cipher = before()
  for (let index = 0; index < 250; index++) {
    const plaintext = new TextEncoder().encode(`template ${index}`)
    const bytes = await sealRecord(cipher, keyOf(index), 1, 'model-1', plaintext)
    await store.put(keyOf(index), bytes, {
      expectedRevision: 0,
      ...(index % 50 === 0 && { expiresAtMs: 5000 }),
    })
  }
  const indexKey = keyOf(0, 'keys')
  await store.put(indexKey, await sealRecord(cipher, indexKey, 1, '', random.bytes(32)))
  return store
}

async function expectEverythingOpens(store: TemplateStore): Promise<void> {
  const cipher = onlyNew()
  for (let index = 0; index < 250; index++) {
    const record = (await store.get(keyOf(index)))!
    const { modelId, plaintext } = await openRecord(cipher, record)
    expect(modelId).toBe('model-1')
    expect(new TextDecoder().decode(plaintext)).toBe(`template ${index}`)
    expect(record.expiresAtMs).toBe(index % 50 === 0 ? 5000 : undefined)
  }
}

describe('rewrapRecords', () => {
  it('moves every record to the active key, after which the old key is not needed', async () => {
    const store = await filledStore()
    const progress: number[] = []
    const report = await rewrapRecords({
      store,
      cipher: after(),
      tenantId: 't',
      onProgress: ({ scanned }) => progress.push(scanned),
    })
    expect(report).toEqual({
      scanned: 251,
      rewrapped: 251,
      conflicts: 0,
      unreadable: 0,
      unreadableKeys: [],
      keyIds: { new: 251 },
      next: undefined,
    })
    expect(progress).toEqual([1, 101, 201, 251])
    await expectEverythingOpens(store)
    const again = await rewrapRecords({ store, cipher: after(), tenantId: 't' })
    expect(again).toMatchObject({ scanned: 251, rewrapped: 0, keyIds: { new: 251 } })
  })

  it('writes nothing in a dry run', async () => {
    const store = await filledStore()
    const report = await rewrapRecords({ store, cipher: after(), tenantId: 't', dryRun: true })
    expect(report).toMatchObject({ rewrapped: 251, keyIds: { old: 251 } })
    expect((await store.get(keyOf(7)))?.revision).toBe(1)
  })

  it('can be stopped after any page, with every record whole, and goes on from there', async () => {
    const store = await filledStore()
    const stop = new AbortController()
    const reports: Parameters<NonNullable<Parameters<typeof rewrapRecords>[0]['onProgress']>>[0][] = []
    const stopped = rewrapRecords({
      store,
      cipher: after(),
      tenantId: 't',
      signal: stop.signal,
      onProgress(report) {
        reports.push(report)
        if (report.scanned > 100) stop.abort(new Error('stopped'))
      },
    })
    await expect(stopped).rejects.toThrow('stopped')
    const { next, scanned } = reports.at(-1)!
    expect(scanned).toBe(101)
    const rest = await rewrapRecords({ store, cipher: after(), tenantId: 't', from: next! })
    expect(rest).toMatchObject({ scanned: 150, rewrapped: 150 })
    await expectEverythingOpens(store)
  })

  it('leaves a record that others write meanwhile to them', async () => {
    const store = await filledStore()
    const cipher = after()
    const busy: TemplateStore = {
      ...store,
      async put(key, bytes, options) {
        // Never written between two tries of this one.
        if (key.subject === 's42') throw new StorageError('changed', { code: 'conflict' })
        return store.put(key, bytes, options)
      },
    }
    const report = await rewrapRecords({ store: busy, cipher, tenantId: 't' })
    expect(report).toMatchObject({ rewrapped: 250, conflicts: 1, keyIds: { new: 250 } })
    expect(await rewrapRecords({ store, cipher, tenantId: 't' })).toMatchObject({ rewrapped: 1 })
  })

  it('tries again when somebody else writes in between, and leaves out what was deleted', async () => {
    const store = await filledStore()
    const others = { busy: true }
    const racing: TemplateStore = {
      ...store,
      async put(key, bytes, options) {
        if (others.busy && key.subject === 's42') {
          others.busy = false
          const plaintext = new TextEncoder().encode('written meanwhile')
          await store.put(key, await sealRecord(before(), key, 2, 'model-1', plaintext))
        }
        if (key.subject === 's43') await store.delete(key)
        return store.put(key, bytes, options)
      },
    }
    const report = await rewrapRecords({ store: racing, cipher: after(), tenantId: 't' })
    expect(report).toMatchObject({ scanned: 250, rewrapped: 250, conflicts: 0, keyIds: { new: 250 } })
    const { plaintext } = await openRecord(onlyNew(), (await store.get(keyOf(42)))!)
    expect(new TextDecoder().decode(plaintext)).toBe('written meanwhile')
    expect(await store.get(keyOf(43))).toBeUndefined()
  })

  it('counts what does not open, names its key, and does not stop for it', async () => {
    const store = await filledStore()
    const damaged = (await store.get(keyOf(3)))!.bytes.slice()
    damaged[damaged.length - 1]! ^= 1
    await store.put(keyOf(3), damaged)
    await store.put(keyOf(4), new TextEncoder().encode('never sealed'))
    const report = await rewrapRecords({ store, cipher: after(), tenantId: 't' })
    expect(report).toMatchObject({ rewrapped: 249, unreadable: 2 })
    expect(report.unreadableKeys.map(({ subject }) => subject)).toEqual(['s3', 's4'])
  })

  it('seals everything anew when asked', async () => {
    const store = await filledStore()
    const report = await rewrapRecords({ store, cipher: before(), tenantId: 't', which: 'all' })
    expect(report).toMatchObject({ rewrapped: 251, keyIds: { old: 251 } })
    expect((await store.get(keyOf(9)))?.revision).toBe(2)
  })

  it('lets a store that fails speak', async () => {
    const store = await filledStore()
    const failing: TemplateStore = {
      ...store,
      put: async () => {
        throw new StorageError('full', { code: 'full' })
      },
    }
    await expect(rewrapRecords({ store: failing, cipher: after(), tenantId: 't' })).rejects.toThrow('full')
  })
})

describe('verifyRecords', () => {
  it('tells whether the keys at hand are enough', async () => {
    const store = await filledStore()
    expect(await verifyRecords({ store, cipher: before(), tenantId: 't' })).toEqual({
      scanned: 251,
      opened: 251,
      outdated: 0,
      unreadable: 0,
      unreadableKeys: [],
      keyIds: { old: 251 },
    })
    expect(await verifyRecords({ store, cipher: after(), tenantId: 't' })).toMatchObject({ outdated: 251 })
    expect(await verifyRecords({ store, cipher: onlyNew(), tenantId: 't' })).toMatchObject({
      opened: 0,
      unreadable: 251,
    })
  })
})
