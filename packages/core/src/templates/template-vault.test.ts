import { StorageError, type TemplateStore } from '@faceward/spec'
import { createKeyring, createSecretboxCipher } from '@faceward/template-cipher'
import { describe, expect, it } from 'vitest'
import { composition, testKey } from '../../test/composition.js'
import { enrolled, frames, three } from '../../test/enrolled.js'
import { createEngine } from '../engine/create-engine.js'
import { createTemplateVault } from './template-vault.js'

describe('a plain template', () => {
  it('is wiped from memory once it is sealed, and once it was read', async () => {
    const { cipher: plain, ...parts } = composition()
    const buffers: Uint8Array[] = []
    const cipher: typeof plain = {
      ...plain,
      seal: async (plaintext, context, call) => {
        if (context.recordId.startsWith('templates/')) buffers.push(plaintext)
        return plain.seal(plaintext, context, call)
      },
      open: async (sealed, context, call) => {
        const opened = await plain.open(sealed, context, call)
        if (context.recordId.startsWith('templates/')) buffers.push(opened)
        return opened
      },
    }
    const engine = createEngine({ ...parts, cipher })
    await engine.enroll({ subjectId: 'ada', frames: three() })
    expect((await engine.verify({ subjectId: 'ada', frames: frames({}) })).decision).toBe('accept')
    await engine.listSubjects()
    expect(buffers.length).toBeGreaterThanOrEqual(3)
    for (const buffer of buffers) expect(buffer.every((byte) => byte === 0)).toBe(true)
  })

  it('is wiped also when it could not be stored', async () => {
    const { cipher: plain, store: working, ...parts } = composition()
    const buffers: Uint8Array[] = []
    const cipher: typeof plain = {
      ...plain,
      seal: async (plaintext, context, call) => {
        if (context.recordId.startsWith('templates/')) buffers.push(plaintext)
        return plain.seal(plaintext, context, call)
      },
    }
    const store: TemplateStore = {
      ...working,
      put: async (key, ...rest) => {
        if (key.collection === 'templates') throw new StorageError('full', { code: 'full' })
        return working.put(key, ...rest)
      },
    }
    await expect(
      createEngine({ ...parts, cipher, store }).enroll({ subjectId: 'ada', frames: three() }),
    ).rejects.toThrow()
    expect(buffers.map((buffer) => buffer.some((byte) => byte !== 0))).toEqual([false])
  })
})

describe('the index key of a tenant', () => {
  const key = { collection: 'keys', tenantId: 't', subject: 'index', id: 'index-key' } as const

  it('is that of whoever stored it first, for who came second', async () => {
    const { store, ...parts } = composition()
    const first = createTemplateVault({ ...parts, store })
    const counter = { gets: 0 }
    // The second looks, finds nothing, and then the first one writes.
    const late: TemplateStore = {
      ...store,
      async get(asked, call) {
        const found = await store.get(asked, call)
        if (counter.gets++ === 0) await first.pseudonym('t', 'ada')
        return counter.gets === 1 ? undefined : found
      },
    }
    const second = createTemplateVault({ ...parts, store: late })
    expect(await second.pseudonym('t', 'ada')).toBe(await first.pseudonym('t', 'ada'))
    expect(await store.get(key)).toMatchObject({ revision: 1 })
  })

  it('is asked for once, and again after a failure', async () => {
    const { store, ...parts } = composition()
    const counter = { gets: 0, fails: true }
    const counting: TemplateStore = {
      ...store,
      async get(asked, call) {
        counter.gets++
        if (counter.fails) throw new StorageError('away', { code: 'unavailable', retryable: true })
        return store.get(asked, call)
      },
    }
    const vault = createTemplateVault({ ...parts, store: counting })
    await expect(vault.pseudonym('t', 'ada')).rejects.toThrow('away')
    counter.fails = false
    const [one, other] = await Promise.all([vault.pseudonym('t', 'ada'), vault.pseudonym('t', 'bo')])
    expect(one).not.toBe(other)
    expect(counter.gets).toBe(2)
  })

  it('that cannot be stored is none: nobody may be enrolled under a key that is gone at the next start', async () => {
    const { store, ...parts } = composition()
    const full: TemplateStore = {
      ...store,
      put: async () => {
        throw new StorageError('full', { code: 'full' })
      },
    }
    await expect(createTemplateVault({ ...parts, store: full }).pseudonym('t', 'ada')).rejects.toThrow('full')
  })

  it('is another in each tenant, of 32 bytes from the random source', async () => {
    const { store, random, ...parts } = composition()
    const asked: number[] = []
    const vault = createTemplateVault({
      ...parts,
      store,
      random: {
        bytes(length) {
          asked.push(length)
          return random.bytes(length)
        },
      },
    })
    expect(await vault.pseudonym('t', 'ada')).not.toBe(await vault.pseudonym('u', 'ada'))
    expect(asked).toEqual([32, 32])
  })
})

describe('a record under an older key', () => {
  const rotated = async () => {
    const { parts } = await enrolled()
    const keys = createKeyring({ keys: [testKey('k1', 1), testKey('k2', 3)], activeKeyId: 'k2' })
    return { ...parts, cipher: createSecretboxCipher({ keys, random: parts.random }) }
  }

  it('is left alone when somebody wrote a newer one meanwhile', async () => {
    const parts = await rotated()
    const vault = createTemplateVault(parts)
    const subject = await vault.pseudonym('default', 'ada')
    const found = (await vault.load('default', subject))!
    await vault.save('default', subject, found.template, found.revision)
    expect(await vault.rewrap('default', subject, found)).toBe(false)
    expect(await vault.revision('default', subject)).toBe(2)
  })

  it('loses a race for the record without a word, and passes on any other failure', async () => {
    const parts = await rotated()
    const failing = (code: 'conflict' | 'full') => ({
      ...parts,
      store: {
        ...parts.store,
        put: async () => {
          throw new StorageError(code, { code })
        },
      },
    })
    const found = createTemplateVault(parts)
    const subject = await found.pseudonym('default', 'ada')
    const stored = (await found.load('default', subject))!
    expect(await createTemplateVault(failing('conflict')).rewrap('default', subject, stored)).toBe(false)
    await expect(createTemplateVault(failing('full')).rewrap('default', subject, stored)).rejects.toThrow(
      'full',
    )
    expect(await found.rewrap('default', subject, stored)).toBe(true)
    expect(await found.rewrap('default', subject, (await found.load('default', subject))!)).toBe(false)
  })

  it('of nobody is not made', async () => {
    const parts = await rotated()
    const vault = createTemplateVault(parts)
    const subject = await vault.pseudonym('default', 'ada')
    const stored = (await vault.load('default', subject))!
    await vault.deleteSubject('default', subject)
    expect(await vault.rewrap('default', subject, stored)).toBe(false)
    expect(await vault.revision('default', subject)).toBe(0)
  })

  it('stays where it is after a verification that was not accepted', async () => {
    const engine = createEngine(await rotated())
    expect((await engine.verify({ subjectId: 'ada', frames: frames({ angle: 1.2 }) })).decision).toBe(
      'reject',
    )
    expect(await engine.describeSubject({ subjectId: 'ada' })).toMatchObject({ keyId: 'k1', revision: 1 })
  })
})

it('some templates of a tenant are given without those that do not open, and no more than asked for', async () => {
  const { engine, parts } = await enrolled()
  for (const subjectId of ['bo', 'cy', 'di']) await engine.enroll({ subjectId, frames: three() })
  const vault = createTemplateVault(parts)
  expect(await vault.anyTemplates('default', 2)).toHaveLength(2)
  expect(await vault.anyTemplates('other', 2)).toEqual([])
  const broken = await vault.pseudonym('default', 'bo')
  await parts.store.put(
    { collection: 'templates', tenantId: 'default', subject: broken, id: 'face' },
    new Uint8Array(9),
  )
  expect((await vault.anyTemplates('default', 10)).map(({ subjectId }) => subjectId).sort()).toEqual([
    'ada',
    'cy',
    'di',
  ])
})
