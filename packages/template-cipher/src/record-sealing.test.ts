import { randomBytes } from 'node:crypto'
import { ConfigurationError, DisposedError, TemplateSecurityError } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createKeyring } from './keyring.js'
import { secretboxAead } from './secretbox-aead.js'
import { createSecretboxCipher } from './secretbox-cipher.js'
import { createTemplateCipher } from './template-cipher.js'
import { xchachaAead } from './xchacha-aead.js'

const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) }
const key = random.bytes(32)
const context = { tenantId: 't', subject: 's', recordId: 'templates/main', modelId: 'm', revision: 1 }

const cipherOf = (aead = secretboxAead) =>
  createTemplateCipher({ keys: createKeyring({ keys: [{ key }] }), random, aead, alsoOpens: [xchachaAead] })

describe.each([secretboxAead, xchachaAead])('a cipher over $algorithm', (aead) => {
  it('opens every plaintext it sealed', async () => {
    const cipher = cipherOf(aead)
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (plaintext) => {
        expect(await cipher.open(await cipher.seal(plaintext, context), context)).toEqual(plaintext)
      }),
    )
  })
})

describe('createSecretboxCipher', () => {
  const cipher = () => createSecretboxCipher({ keys: createKeyring({ keys: [{ key }] }), random })

  it('hides a plaintext’s length within 1 KB steps', async () => {
    const sealed = await Promise.all(
      [0, 500, 1020, 1021].map((n) => cipher().seal(new Uint8Array(n), context)),
    )
    const [empty, some, full, more] = sealed.map((bytes) => bytes.length)
    expect([some, full, more]).toEqual([empty, empty, empty! + 1024])
  })

  it('opens records of the other algorithm and offers to seal them anew', async () => {
    const sealed = await cipherOf(xchachaAead).seal(new Uint8Array([1, 2, 3]), context)
    expect(await cipher().open(sealed, context)).toEqual(new Uint8Array([1, 2, 3]))
    expect(await cipher().needsRewrap(sealed)).toBe(true)
  })

  it('neither opens nor offers to rewrap an algorithm it was not given', async () => {
    const sealed = await cipher().seal(new Uint8Array(3), context)
    const other = createTemplateCipher({
      keys: createKeyring({ keys: [{ key }] }),
      random,
      aead: xchachaAead,
    })
    await expect(other.open(sealed, context)).rejects.toThrow(TemplateSecurityError)
    expect(await other.needsRewrap(sealed)).toBe(false)
  })

  it('lets a failing key source speak for itself', async () => {
    const down = new Error('the KMS is out of reach')
    const fail = async () => {
      throw down
    }
    const failing = createSecretboxCipher({ keys: { active: fail, byId: fail, wipe() {} }, random })
    await expect(failing.seal(new Uint8Array(1), context)).rejects.toBe(down)
  })

  it('never seals with a key that was wiped while it was being fetched', async () => {
    const wiped = new Uint8Array(32)
    const slow = createSecretboxCipher({
      keys: { active: async () => ({ keyId: 'k', key: wiped }), byId: async () => undefined, wipe() {} },
      random,
    })
    const sealing = slow.seal(new Uint8Array(1), context)
    await slow.dispose()
    await expect(sealing).rejects.toThrow(DisposedError)
  })

  it.each([-1, 1.5, Number.NaN])('refuses the revision %s', async (revision) => {
    await expect(cipher().seal(new Uint8Array(1), { ...context, revision })).rejects.toThrow(
      ConfigurationError,
    )
  })

  it('refuses a random source that gives too few bytes, unknown options and missing parts', async () => {
    const keys = createKeyring({ keys: [{ key }] })
    const short = createSecretboxCipher({ keys, random: { bytes: () => new Uint8Array(23) } })
    await expect(short.seal(new Uint8Array(1), context)).rejects.toThrow(ConfigurationError)
    expect(() => createSecretboxCipher({ keys, random, key } as never)).toThrow(/does not know key/)
    expect(() => createSecretboxCipher({ keys } as never)).toThrow(/needs random/)
  })
})
