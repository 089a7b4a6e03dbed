import { randomBytes } from 'node:crypto'
import type { KeyProvider, RecordKey, TemplateStore } from '@faceward/spec'
import { createMemoryStore } from '@faceward/storage-memory'
import { expect, it } from 'vitest'
import { createKeyring } from './keyring.js'
import { rotateStore } from './rotate-store.js'
import { openRecord, sealRecord } from './sealed-record.js'
import { createSecretboxCipher } from './secretbox-cipher.js'
import { verifyStore } from './verify-store.js'

const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) }
const [oldKey, newKey] = [
  { keyId: 'old', key: random.bytes(32) },
  { keyId: 'new', key: random.bytes(32) },
]
const cipherOf = (keys: KeyProvider) => createSecretboxCipher({ keys, random })
const before = () => cipherOf(createKeyring({ keys: [oldKey] }))
const after = () => cipherOf(createKeyring({ keys: [newKey, oldKey] }))
const onlyNew = () => cipherOf(createKeyring({ keys: [newKey] }))

const keysOf = (tenantId: string): readonly RecordKey[] => [
  { collection: 'keys', tenantId, subject: 'index', id: 'index-key' },
  { collection: 'templates', tenantId, subject: 'ada', id: 'face' },
]
const tenants = ['bank', 'default', 'shop']

/** An index key and a template of each of three tenants, sealed with the old key; a fourth has nothing sealed. */
async function filledStore(): Promise<TemplateStore> {
  const store = createMemoryStore()
  for (const key of tenants.flatMap(keysOf)) {
    await store.put(key, await sealRecord(before(), key, 1, '', new TextEncoder().encode(key.tenantId)))
  }
  await store.put({ ...keysOf('d')[0]!, collection: 'audit' }, new Uint8Array(3))
  return store
}

it('seals the records of every tenant anew and opens them all', async () => {
  const store = await filledStore()
  const counted: number[] = []
  const { tenants: done, verification } = await rotateStore({
    store,
    cipher: after(),
    onRecords: (count) => counted.push(count),
  })
  expect(done.map(({ tenantId, rewrapped }) => [tenantId, rewrapped])).toEqual(
    tenants.map((name) => [name, 2]),
  )
  expect(verification).toMatchObject({
    isCurrent: true,
    tenants: tenants.map((tenantId) => ({ tenantId, scanned: 2, opened: 2, keyIds: { new: 2 } })),
  })
  expect(counted.reduce((sum, count) => sum + count)).toBe(12)
  for (const key of tenants.flatMap(keysOf)) {
    const { plaintext } = await openRecord(onlyNew(), (await store.get(key))!)
    expect(new TextDecoder().decode(plaintext)).toBe(key.tenantId)
  }
})

it('changes nothing in a dry run and says what is to be done', async () => {
  const store = await filledStore()
  const { tenants: planned, verification } = await rotateStore({ store, cipher: after(), dryRun: true })
  expect(planned.map(({ rewrapped, keyIds }) => [rewrapped, keyIds])).toEqual(
    tenants.map(() => [2, { old: 2 }]),
  )
  expect(verification).toBeUndefined()
  expect((await verifyStore({ store, cipher: before() })).isCurrent).toBe(true)
})

it('does not call the store current while a record of any tenant does not open or needs the old key', async () => {
  const store = await filledStore()
  expect((await verifyStore({ store, cipher: after() })).isCurrent).toBe(false)
  const [, broken] = keysOf('shop')
  await store.put(broken!, new TextEncoder().encode('never sealed'))
  const { verification } = await rotateStore({ store, cipher: after() })
  expect(verification?.isCurrent).toBe(false)
  const shop = verification?.tenants.find(({ tenantId }) => tenantId === 'shop')
  expect(shop).toMatchObject({ scanned: 2, opened: 1, unreadable: 1, unreadableKeys: [broken] })
})

it('sees what a process with the old key in front writes while the rotation runs', async () => {
  const store = await filledStore()
  const late = keysOf('late')[1]!
  const written = { done: false }
  const racing: TemplateStore = {
    ...store,
    async put(key, bytes, options) {
      // A tenant that was not there when the rotation began.
      if (!written.done) await store.put(late, await sealRecord(before(), late, 1, '', random.bytes(8)))
      written.done = true
      return store.put(key, bytes, options)
    },
  }
  const { verification } = await rotateStore({ store: racing, cipher: after() })
  expect(verification?.isCurrent).toBe(false)
  expect(verification?.tenants).toContainEqual(
    expect.objectContaining({ tenantId: 'late', outdated: 1, keyIds: { old: 1 } }),
  )
  expect((await rotateStore({ store, cipher: after() })).verification?.isCurrent).toBe(true)
})
