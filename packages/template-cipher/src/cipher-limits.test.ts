import type { CallOptions } from '@faceward/spec'
import { createMemoryStore } from '@faceward/storage-memory'
import { describe, expect, it } from 'vitest'
import { bytes, context, random } from '../test/seeded.js'
import { isKeyId, readEnvelope, writeEnvelope } from './envelope.js'
import { assertStrongKey, parseHexKey, parseHexSalt } from './key-rules.js'
import { createKeyring } from './keyring.js'
import { lengthPrefixed } from './length-prefixed.js'
import { pad, unpad } from './padding.js'
import { createPassphraseKeyring } from './passphrase-keyring.js'
import { pseudonym } from './pseudonym.js'
import { secretboxAead } from './secretbox-aead.js'
import { createSecretboxCipher } from './secretbox-cipher.js'
import { createSubjectKeyCipher } from './subject-key-cipher.js'
import { createTemplateCipher, type TemplateCipherOptions } from './template-cipher.js'
import { xchachaAead } from './xchacha-aead.js'

const ringOf = (...ids: readonly string[]) =>
  createKeyring({ keys: ids.map((keyId) => ({ keyId, key: bytes(keyId.length + keyId.charCodeAt(0)) })) })
const cipherOf = (...ids: readonly string[]) => createSecretboxCipher({ keys: ringOf(...ids), random })
const codeOf = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    const { name, code, issues = [] } = error as { name: string; code?: string; issues?: { key: string }[] }
    return [name, code, ...issues.map(({ key }) => key)].join(' ')
  }
  return 'nothing'
}
const isRefused = (promise: Promise<unknown>) =>
  expect(promise).rejects.toHaveProperty('name', 'TemplateSecurityError')

describe('a key', () => {
  it('has 32 bytes of which 16 at least differ, and does not count', () => {
    const few = (distinct: number) =>
      Uint8Array.from({ length: 32 }, (_, i) => Math.imul(i % distinct, 37) & 0xff)
    expect(codeOf(() => assertStrongKey(few(16), 'KEY'))).toBe('nothing')
    expect(codeOf(() => assertStrongKey(few(15), 'KEY'))).toBe('ConfigurationError weak-key KEY')
    for (const length of [31, 33])
      expect(codeOf(() => assertStrongKey(bytes(1, length), 'KEY'))).toContain('weak-key')
    const counting = (step: number, from: number) =>
      Uint8Array.from({ length: 32 }, (_, i) => from + step * i)
    for (const step of [1, 3, 255])
      expect(codeOf(() => assertStrongKey(counting(step, 9), 'KEY'))).toContain('weak-key')
    expect(codeOf(() => assertStrongKey(counting(1, 9).with(31, 0), 'KEY'))).toBe('nothing')
  })

  it('in text is 64 hexadecimal digits, a salt 16 to 128', () => {
    const hex = (length: number) => Buffer.from(bytes(1, 80)).toString('hex').slice(0, length)
    expect(parseHexKey(hex(64), 'KEY')).toEqual(bytes(1))
    for (const length of [62, 63, 65, 66])
      expect(codeOf(() => parseHexKey(hex(length), 'KEY'))).toContain('weak-key KEY')
    for (const length of [16, 128]) expect(parseHexSalt(hex(length), 'SALT')).toHaveLength(length / 2)
    for (const length of [14, 17, 130])
      expect(codeOf(() => parseHexSalt(hex(length), 'SALT'))).toContain('weak-key SALT')
  })

  it('has an id of 1 to 64 letters, digits and . _ -', () => {
    for (const id of ['a', 'x'.repeat(64), 'A.b_c-9']) expect(isKeyId(id)).toBe(true)
    for (const id of ['', 'x'.repeat(65), 'a b', 'a:b', 'é']) expect(isKeyId(id)).toBe(false)
  })

  it('of a passphrase needs 12 characters, 8 bytes of salt and scrypt’s cost of 2^14', () => {
    const make = (passphrase: string, salt: number, cost: number) =>
      codeOf(() => createPassphraseKeyring({ passphrase, salt: bytes(1, salt), cost }))
    expect(make('twelve chars', 8, 2 ** 14)).toBe('nothing')
    expect(make('eleven char', 8, 2 ** 14)).toBe('ConfigurationError weak-key passphrase')
    expect(make('twelve chars', 7, 2 ** 14)).toBe('ConfigurationError weak-key salt')
    expect(make('twelve chars', 8, 2 ** 13)).toBe('ConfigurationError weak-key cost')
    expect(make('twelve chars', 8, 2 ** 14 + 1)).toBe('ConfigurationError weak-key cost')
  })

  it('is named where it is wrong in a ring', () => {
    const key = bytes(1)
    expect(codeOf(() => createKeyring({ keys: [] }))).toBe('ConfigurationError missing-key')
    expect(codeOf(() => createKeyring({ keys: [{ keyId: 'a', key }], activeKeyId: 'b' }))).toBe(
      'ConfigurationError missing-key',
    )
    const second = (keyId: string) =>
      codeOf(() =>
        createKeyring({
          keys: [
            { keyId: 'a', key },
            { keyId, key: bytes(2) },
          ],
        }),
      )
    for (const keyId of ['a', 'b c', 'subject-1'])
      expect(second(keyId)).toBe('ConfigurationError invalid-options keys[1].keyId')
    expect(codeOf(() => createKeyring({ keys: [{ key }, { key: new Uint8Array(32) }] }))).toContain(
      'keys[1].key',
    )
  })

  it('of an index has 32 bytes, whose pseudonyms are 43 characters', () => {
    expect(pseudonym(bytes(1), ['a'])).toMatch(/^[\w-]{43}$/)
    for (const length of [31, 33])
      expect(codeOf(() => pseudonym(bytes(1, length), ['a']))).toBe('ConfigurationError weak-key')
    expect(codeOf(() => pseudonym(bytes(1), ['\ud800']))).toBe('ConfigurationError invalid-options')
  })
})

describe('a padded plaintext', () => {
  it('has a multiple of 1 KB, the length in front included, and comes back as it was', () => {
    for (const [length, padded] of [
      [0, 1024],
      [1020, 1024],
      [1021, 2048],
      [2044, 2048],
      [2045, 3072],
    ] as const) {
      const text = bytes(1, length)
      expect(pad(text)).toHaveLength(padded)
      expect(unpad(pad(text))).toEqual(text)
    }
  })

  it('is none when another length stands in front, or the step is another', () => {
    const withLength = (length: number, size = 2048) => {
      const padded = new Uint8Array(size)
      new DataView(padded.buffer).setUint32(0, length)
      return padded
    }
    expect(unpad(withLength(2044))).toHaveLength(2044)
    expect(unpad(withLength(2045))).toBeUndefined()
    expect(unpad(withLength(1021))).toHaveLength(1021)
    expect(unpad(withLength(1020))).toBeUndefined()
    for (const size of [0, 512, 1023, 1025]) expect(unpad(withLength(0, Math.max(4, size)))).toBeUndefined()
    expect(unpad(withLength(0, 1024))).toEqual(new Uint8Array(0))
  })
})

describe('an envelope', () => {
  const header = { algorithm: 'xsalsa20-poly1305', keyId: 'k', nonce: bytes(1, 24) } as const
  const whole = writeEnvelope(header, bytes(2, 16))

  it('needs a nonce and a tag, a known algorithm and a key id', () => {
    expect(readEnvelope(whole)).toMatchObject({ ...header, sealed: bytes(2, 16) })
    expect(codeOf(() => readEnvelope(whole.subarray(0, -1)))).toContain('TemplateSecurityError')
    for (const [at, value] of [
      [0, 0],
      [3, 0x32],
      [4, 0],
      [4, 3],
      [5, 0],
      [6, 0x20],
    ] as const)
      expect(
        codeOf(() => readEnvelope(whole.with(at, value))),
        `${at}`,
      ).toContain('TemplateSecurityError')
    expect(codeOf(() => readEnvelope(new Uint8Array(0)))).toContain('TemplateSecurityError')
  })

  it('prefixes lengths in four bytes, of texts and of bytes', () => {
    expect(lengthPrefixed(['é', Uint8Array.of(9)])).toEqual(
      Uint8Array.of(0, 0, 0, 2, 0xc3, 0xa9, 0, 0, 0, 1, 9),
    )
    expect(lengthPrefixed([])).toEqual(new Uint8Array(0))
    expect(lengthPrefixed([bytes(1, 300)]).subarray(0, 4)).toEqual(Uint8Array.of(0, 0, 1, 44))
  })
})

describe('a cipher', () => {
  it('names what it was not given, and options that are none', () => {
    const whole: TemplateCipherOptions = { keys: ringOf('a'), random, aead: xchachaAead }
    for (const name of ['keys', 'random', 'aead'])
      expect(codeOf(() => createTemplateCipher({ ...whole, [name]: {} }))).toBe(
        `ConfigurationError invalid-options ${name}`,
      )
    const keys = { byId: whole.keys.byId } as unknown as TemplateCipherOptions['keys']
    expect(codeOf(() => createTemplateCipher({ ...whole, keys }))).toBe(
      'ConfigurationError invalid-options keys',
    )
    expect(codeOf(() => createTemplateCipher({ ...whole, salt: 1 } as TemplateCipherOptions))).toContain(
      'invalid-options',
    )
    expect(createTemplateCipher(whole).id).toContain('xchacha20-poly1305')
  })

  it('takes revisions from 0, whole ones, and a nonce of the length it asked for', async () => {
    const cipher = cipherOf('a')
    const first = { ...context, revision: 0 }
    expect(await cipher.open(await cipher.seal(bytes(1), first), first)).toEqual(bytes(1))
    for (const revision of [-1, 0.5, Number.NaN, 2 ** 53])
      await expect(cipher.seal(bytes(1), { ...context, revision })).rejects.toMatchObject({
        code: 'invalid-options',
      })
    const short = createSecretboxCipher({ keys: ringOf('a'), random: { bytes: () => bytes(1, 23) } })
    await expect(short.seal(bytes(1), context)).rejects.toMatchObject({ code: 'incompatible-composition' })
  })

  it('does nothing once it is told to stop', async () => {
    const cipher = cipherOf('a')
    const sealed = await cipher.seal(bytes(1), context)
    const left = new Error('left')
    const call = { signal: AbortSignal.abort(left) }
    await expect(cipher.seal(bytes(1), context, call)).rejects.toBe(left)
    await expect(cipher.open(sealed, context, call)).rejects.toBe(left)
    await expect(cipher.needsRewrap(sealed, call)).rejects.toBe(left)
    const own = createSubjectKeyCipher({ cipher, keys: createMemoryStore(), random })
    await expect(own.seal(bytes(1), context, call)).rejects.toBe(left)
    await expect(own.open(sealed, context, call)).rejects.toBe(left)
    await expect(own.needsRewrap(sealed, call)).rejects.toBe(left)
  })

  it('hands the signal to where the keys come from', async () => {
    const seen: unknown[] = []
    const ring = ringOf('a')
    const keys = {
      ...ring,
      active(call?: CallOptions) {
        seen.push(call?.signal)
        return ring.active()
      },
      byId(keyId: string, call?: CallOptions) {
        seen.push(call?.signal)
        return ring.byId(keyId)
      },
    }
    const cipher = createSecretboxCipher({ keys, random })
    const { signal } = new AbortController()
    const sealed = await cipher.seal(bytes(1), context, { signal })
    await cipher.open(sealed, context, { signal })
    await cipher.needsRewrap(sealed, { signal })
    expect(seen).toEqual([signal, signal, signal])
  })

  it('offers to seal anew what another key or algorithm sealed and it can open, and nothing else', async () => {
    const old = await cipherOf('a').seal(bytes(1), context)
    expect(await cipherOf('a').needsRewrap(old)).toBe(false)
    expect(await cipherOf('b', 'a').needsRewrap(old)).toBe(true)
    expect(await cipherOf('b').needsRewrap(old)).toBe(false)
    const other = createTemplateCipher({ keys: ringOf('a'), random, aead: xchachaAead })
    expect(await other.needsRewrap(old)).toBe(false)
    const also = createTemplateCipher({
      keys: ringOf('a'),
      random,
      aead: xchachaAead,
      alsoOpens: [secretboxAead],
    })
    expect(await also.needsRewrap(old)).toBe(true)
    await isRefused(other.open(old, context))
    expect(await also.open(old, context)).toEqual(bytes(1))
  })
})
