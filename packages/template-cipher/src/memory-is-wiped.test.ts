import type { KeyProvider, TemplateCipher } from '@faceward/spec'
import { createMemoryStore } from '@faceward/storage-memory'
import { describe, expect, it, vi } from 'vitest'
import { bytes, context, random } from '../test/seeded.js'
import type { Aead } from './aead.js'
import { generateHexKey } from './generate-key.js'
import { createKeyring } from './keyring.js'
import { nodeXchachaAead } from './node/node-aead.js'
import { openWithKey, sealWithKey } from './record-sealing.js'
import { sealRecord } from './sealed-record.js'
import { secretboxAead } from './secretbox-aead.js'
import { createSecretboxCipher } from './secretbox-cipher.js'
import { createSubjectKeyCipher } from './subject-key-cipher.js'
import { createTemplateCipher } from './template-cipher.js'
import { verifyRecords } from './verify-records.js'
import { createWrappedKeyring, wrapNewKey } from './wrapped-keyring.js'
import { xchachaAead } from './xchacha-aead.js'

const isWiped = (buffer: Uint8Array) => buffer.every((byte) => byte === 0)

/** An algorithm that remembers the buffers it was given and gave. */
function watched(aead: Aead) {
  const seen: Uint8Array[] = []
  const keep = <Value extends Uint8Array | undefined>(value: Value): Value => {
    if (value !== undefined) seen.push(value)
    return value
  }
  const watching: Aead = {
    algorithm: aead.algorithm,
    seal: (key, nonce, plaintext) => aead.seal(keep(key), nonce, keep(plaintext)),
    open: (key, nonce, sealed) => keep(aead.open(keep(key), nonce, sealed)),
  }
  return { aead: watching, seen }
}

describe('after a record was sealed or opened', () => {
  const master = { keyId: 'k', key: bytes(1) }

  it('its key and its padded plaintext are gone from memory, and the master key is not', () => {
    const { aead, seen } = watched(secretboxAead)
    const sealed = sealWithKey(aead, master, random, bytes(2, 100), context)
    expect(openWithKey(aead, master, sealed, context)).toEqual(bytes(2, 100))
    expect(seen).toHaveLength(4)
    expect(seen.map(isWiped)).toEqual([true, true, true, true])
    expect(master.key).toEqual(bytes(1))
  })

  it('so they are when it does not open', () => {
    const { aead, seen } = watched(secretboxAead)
    const sealed = sealWithKey(secretboxAead, master, random, bytes(2), context)
    expect(() => openWithKey(aead, master, sealed, { ...context, revision: 2 })).toThrow()
    expect(seen.map(isWiped)).toEqual([true])
  })

  it('so they are when the algorithm fails', () => {
    const seen: Uint8Array[] = []
    const broken: Aead = {
      ...secretboxAead,
      seal: (key, _, plaintext) => {
        seen.push(key, plaintext)
        throw new Error('broken')
      },
    }
    expect(() => sealWithKey(broken, master, random, bytes(2), context)).toThrow('broken')
    expect(seen.map(isWiped)).toEqual([true, true])
  })

  it('the cipher’s own copy of the plaintext is gone, and the caller’s is left alone', async () => {
    const copies: Uint8Array[] = []
    const slice = vi.spyOn(Uint8Array.prototype, 'slice').mockImplementation(function (
      this: Uint8Array,
      ...at
    ) {
      const copy = new Uint8Array(this.subarray(...at))
      copies.push(copy)
      return copy as Uint8Array<ArrayBuffer>
    })
    const plaintext = bytes(3, 50)
    try {
      await createTemplateCipher({
        keys: createKeyring({ keys: [{ key: bytes(4) }] }),
        random,
        aead: xchachaAead,
      }).seal(plaintext, context)
    } finally {
      slice.mockRestore()
    }
    expect(copies.filter(({ length }) => length === 50).map(isWiped)).toEqual([true])
    expect(plaintext).toEqual(bytes(3, 50))
  })
})

describe('keys', () => {
  it('of a keyring are gone when it is wiped, all of them', async () => {
    const ring = createKeyring({
      keys: [
        { keyId: 'a', key: bytes(1) },
        { keyId: 'b', key: bytes(2) },
      ],
    })
    const found = [(await ring.byId('a'))!.key, (await ring.byId('b'))!.key]
    ring.wipe()
    expect(found.map(isWiped)).toEqual([true, true])
  })

  it('are wiped with the cipher that is disposed of', async () => {
    const ring = createKeyring({ keys: [{ key: bytes(1) }] })
    const { key } = await ring.active()
    const cipher = createSecretboxCipher({ keys: ring, random })
    await cipher.dispose()
    expect(isWiped(key)).toBe(true)
    for (const use of [
      () => cipher.seal(bytes(1), context),
      () => cipher.open(bytes(1), context),
      () => cipher.needsRewrap(bytes(1)),
      async () => cipher.inspect(bytes(1)),
      async () => cipher.pseudonym(bytes(1), []),
    ])
      await expect(use()).rejects.toHaveProperty('name', 'DisposedError')
  })

  it('that are wiped while they are on their way seal and open nothing', async () => {
    const late = (): { keys: KeyProvider; arrive: () => void } => {
      const gate = { arrive: () => {} }
      const coming = new Promise<void>((resolve) => {
        gate.arrive = resolve
      })
      const key = { keyId: 'k', key: bytes(1) }
      return {
        keys: { active: () => coming.then(() => key), byId: () => coming.then(() => key), wipe: () => {} },
        arrive: () => gate.arrive(),
      }
    }
    const sealed = sealWithKey(secretboxAead, { keyId: 'k', key: bytes(1) }, random, bytes(2), context)
    for (const use of [
      (cipher: TemplateCipher) => cipher.seal(bytes(2), context),
      (cipher: TemplateCipher) => cipher.open(sealed, context),
    ]) {
      const { keys, arrive } = late()
      const cipher = createSecretboxCipher({ keys, random })
      const using = use(cipher)
      await cipher.dispose()
      arrive()
      await expect(using).rejects.toHaveProperty('name', 'DisposedError')
    }
  })

  it('that were made or unwrapped leave no copy behind', async () => {
    const drawn: Uint8Array[] = []
    const keeping = {
      bytes(length: number) {
        const made = random.bytes(length)
        drawn.push(made)
        return made
      },
    }
    const given: Uint8Array[] = []
    const wrapper = {
      id: 'test',
      wrap: async (key: Uint8Array) => Buffer.from(key).toString('hex'),
      async unwrap(text: string) {
        const key = new Uint8Array(Buffer.from(text, 'hex'))
        given.push(key)
        return key
      },
    }
    expect(generateHexKey(keeping)).toMatch(/^[0-9a-f]{64}$/)
    const wrapped = await wrapNewKey({ wrapper, random: keeping })
    await createWrappedKeyring({ wrapper, wrapped: [wrapped] }).active()
    expect(drawn.map(isWiped)).toEqual([true, true])
    expect(given.map(isWiped)).toEqual([true])
    const failing = { ...wrapper, wrap: () => Promise.reject(new Error('away')) }
    await expect(wrapNewKey({ wrapper: failing, random: keeping })).rejects.toThrow('away')
    expect(isWiped(drawn.at(-1)!)).toBe(true)
  })

  it('of subjects are gone after each use', async () => {
    const opened: Uint8Array[] = []
    const plain = createSecretboxCipher({ keys: createKeyring({ keys: [{ key: bytes(1) }] }), random })
    const cipher: TemplateCipher = {
      ...plain,
      async open(...given) {
        const plaintext = await plain.open(...given)
        opened.push(plaintext)
        return plaintext
      },
    }
    const { aead, seen } = watched(secretboxAead)
    const drawn: Uint8Array[] = []
    const keeping = {
      bytes(length: number) {
        const made = random.bytes(length)
        if (length === 32) drawn.push(made)
        return made
      },
    }
    const own = createSubjectKeyCipher({ cipher, keys: createMemoryStore(), random: keeping, aead })
    const sealed = await own.seal(bytes(2), context)
    expect(await own.open(sealed, context)).toEqual(bytes(2))
    await own.seal(bytes(3), context)
    expect(drawn.map(isWiped)).toEqual([true])
    expect(opened.map(isWiped)).toEqual([true, true])
    expect(seen.every(isWiped)).toBe(true)
    await expect(own.open(sealed, { ...context, revision: 9 })).rejects.toThrow()
    expect(isWiped(opened.at(-1)!)).toBe(true)
  })

  it('of records that are only verified show nothing of what they opened', async () => {
    const opened: Uint8Array[] = []
    const plain = createSecretboxCipher({ keys: createKeyring({ keys: [{ key: bytes(1) }] }), random })
    const store = createMemoryStore()
    const key = { collection: 'templates', tenantId: 't', subject: 's', id: 'face' } as const
    await store.put(key, await sealRecord(plain, key, 1, 'm', bytes(5)))
    const cipher: TemplateCipher = {
      ...plain,
      async open(...given) {
        const plaintext = await plain.open(...given)
        opened.push(plaintext)
        return plaintext
      },
    }
    expect(await verifyRecords({ store, cipher, tenantId: 't' })).toMatchObject({ opened: 1 })
    expect(opened.map(isWiped)).toEqual([true])
  })
})

it.each([nodeXchachaAead, secretboxAead, xchachaAead])(
  '%# seals and opens nothing at all and an empty text alike',
  (aead) => {
    const sealed = aead.seal(bytes(1), bytes(2, 24), new Uint8Array(0))
    expect(sealed).toHaveLength(16)
    expect(aead.open(bytes(1), bytes(2, 24), sealed)).toEqual(new Uint8Array(0))
    expect(aead.open(bytes(1), bytes(2, 24), sealed.slice(1))).toBeUndefined()
  },
)
