import { randomBytes } from 'node:crypto'
import {
  describeConformance,
  type TemplateCipherHarness,
  templateCipherCases,
  templateStoreCases,
} from '@faceward/conformance'
import { type RecordKey, TemplateSecurityError } from '@faceward/spec'
import { createMemoryStore } from '@faceward/storage-memory'
import { describe, expect, it } from 'vitest'
import { createKeyring } from './keyring.js'
import { rewrapRecords } from './rewrap-records.js'
import { openRecord, sealRecord } from './sealed-record.js'
import { createSecretboxCipher } from './secretbox-cipher.js'
import { createSplitStore } from './split-store.js'
import { createSubjectKeyCipher } from './subject-key-cipher.js'
import { verifyRecords } from './verify-records.js'

const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) }
const master = { keyId: 'old', key: random.bytes(32) }
const nextMaster = { keyId: 'new', key: random.bytes(32) }
const cipherOf = (...keys: (typeof master)[]) =>
  createSecretboxCipher({ keys: createKeyring({ keys }), random })

const harness: TemplateCipherHarness = {
  create: async () =>
    createSubjectKeyCipher({
      cipher: createSecretboxCipher({ keys: createKeyring({ keys: [{ key: random.bytes(32) }] }), random }),
      keys: createMemoryStore(),
      random,
    }),
  async createRotated() {
    const keys = createMemoryStore()
    return {
      before: createSubjectKeyCipher({ cipher: cipherOf(master), keys, random }),
      after: createSubjectKeyCipher({ cipher: cipherOf(nextMaster, master), keys, random }),
    }
  },
}
const otherwise = [
  // Its subjects and tenants are records' names in a store, which are never empty and have no NUL.
  'takes any well-formed text in a context',
  // A rotation seals the subjects' keys anew, not their records; shown below.
  'opens records of the key before, and knows that they should be sealed anew',
]
describeConformance(
  { describe, it },
  'conformance of a cipher with a key for each subject',
  templateCipherCases(harness).filter(({ name }) => !otherwise.includes(name)),
)
describeConformance(
  { describe, it },
  'conformance of a split store',
  templateStoreCases({
    capabilities: { durable: false, multiProcess: false, secureDelete: false },
    createPlace: async ({ clock }) => ({
      open: async () =>
        createSplitStore({ records: createMemoryStore({ clock }), keys: createMemoryStore({ clock }) }),
      remove: async () => {},
    }),
  }),
)

describe('createSubjectKeyCipher', () => {
  const face = (subject: string): RecordKey => ({
    collection: 'templates',
    tenantId: 't',
    subject,
    id: 'face',
  })
  const plaintext = new TextEncoder().encode('a template')

  it('erases every copy of a subject’s records with its key, and nobody else’s', async () => {
    const [records, keys] = [createMemoryStore(), createMemoryStore()]
    const store = createSplitStore({ records, keys })
    const cipher = createSubjectKeyCipher({ cipher: cipherOf(master), keys: store, random })
    for (const subject of ['alice', 'bob']) {
      await store.put(face(subject), await sealRecord(cipher, face(subject), 1, 'm', plaintext))
    }
    const backup = { alice: (await records.get(face('alice')))!, bob: (await records.get(face('bob')))! }
    expect((await openRecord(cipher, backup.alice)).plaintext).toEqual(plaintext)

    expect(await store.deleteSubject('t', 'alice')).toBe(2)
    await expect(openRecord(cipher, backup.alice)).rejects.toThrow(TemplateSecurityError)
    expect((await openRecord(cipher, backup.bob)).plaintext).toEqual(plaintext)

    // Enrolled again, the subject has another key, and the old copy stays shut.
    await store.put(face('alice'), await sealRecord(cipher, face('alice'), 1, 'm', plaintext))
    await expect(openRecord(cipher, backup.alice)).rejects.toThrow(TemplateSecurityError)
  })

  it('has one key for a subject however many seal at once', async () => {
    const keys = createMemoryStore()
    const ciphers = Array.from({ length: 20 }, () =>
      createSubjectKeyCipher({ cipher: cipherOf(master), keys, random }),
    )
    const sealed = await Promise.all(
      ciphers.map(async (cipher, index) =>
        sealRecord(cipher, { ...face('alice'), id: `${index}` }, 1, 'm', plaintext),
      ),
    )
    for (const [index, bytes] of sealed.entries()) {
      const record = { key: { ...face('alice'), id: `${index}` }, revision: 1, bytes }
      expect((await openRecord(ciphers[0]!, record)).plaintext).toEqual(plaintext)
    }
  })

  it('needs only the subjects’ keys sealed anew when the master key rotates', async () => {
    const store = createMemoryStore()
    const before = createSubjectKeyCipher({ cipher: cipherOf(master), keys: store, random })
    for (let index = 0; index < 5; index++) {
      await store.put(face(`s${index}`), await sealRecord(before, face(`s${index}`), 1, 'm', plaintext))
    }
    const after = createSubjectKeyCipher({ cipher: cipherOf(nextMaster, master), keys: store, random })
    const report = await rewrapRecords({ store, cipher: after, tenantId: 't' })
    expect(report).toMatchObject({ scanned: 10, rewrapped: 5, unreadable: 0 })
    expect((await store.get(face('s0')))?.revision).toBe(1)
    const onlyNew = createSubjectKeyCipher({ cipher: cipherOf(nextMaster), keys: store, random })
    expect(await verifyRecords({ store, cipher: onlyNew, tenantId: 't' })).toMatchObject({
      opened: 10,
      unreadable: 0,
    })
  })

  it('opens what was sealed before it was taken up, and takes it over when asked', async () => {
    const store = createMemoryStore()
    await store.put(face('alice'), await sealRecord(cipherOf(master), face('alice'), 1, 'm', plaintext))
    const cipher = createSubjectKeyCipher({ cipher: cipherOf(master), keys: store, random })
    expect((await openRecord(cipher, (await store.get(face('alice')))!)).plaintext).toEqual(plaintext)
    await rewrapRecords({ store, cipher, tenantId: 't', collections: ['templates'], which: 'all' })
    const record = (await store.get(face('alice')))!
    expect(record.revision).toBe(2)
    await expect(openRecord(cipherOf(master), record)).rejects.toThrow(TemplateSecurityError)
    expect((await openRecord(cipher, record)).plaintext).toEqual(plaintext)
  })
})
