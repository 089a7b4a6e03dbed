import { randomBytes } from 'node:crypto'
import { ConfigurationError, DisposedError, type KeyProvider } from '@faceward/spec'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { describe, expect, it } from 'vitest'
import { generateHexKey } from './generate-key.js'
import { joinKeyProviders } from './join-key-providers.js'
import { parseHexKey } from './key-rules.js'
import { createKeyring } from './keyring.js'
import { keyringFromEnvironment } from './keyring-from-environment.js'
import { createPassphraseKeyring } from './passphrase-keyring.js'

const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) }
const [hexA, hexB] = [generateHexKey(random), generateHexKey(random)]
const [keyA, keyB] = [parseHexKey(hexA, 'a'), parseHexKey(hexB, 'b')]
const SALT = 'a1b2c3d4e5f60718'

describe('createKeyring', () => {
  it('gives keys by id, the first as the active one', async () => {
    const ring = createKeyring({
      keys: [
        { keyId: 'new', key: keyA },
        { keyId: 'old', key: keyB },
      ],
    })
    expect((await ring.active()).keyId).toBe('new')
    expect((await ring.byId('old'))?.keyId).toBe('old')
    expect(await ring.byId('other')).toBeUndefined()
    const chosen = createKeyring({
      keys: [
        { keyId: 'new', key: keyA },
        { keyId: 'old', key: keyB },
      ],
      activeKeyId: 'old',
    })
    expect((await chosen.active()).keyId).toBe('old')
  })

  it('derives an id that is the key’s own, under the salt', async () => {
    const idOf = async (key: Uint8Array, salt?: Uint8Array) =>
      (await createKeyring({ keys: [{ key }], ...(salt && { salt }) }).active()).keyId
    expect(await idOf(keyA)).toMatch(/^k-[0-9a-f]{8}$/)
    expect(await idOf(keyA)).toBe(await idOf(keyA.slice()))
    const ids = [await idOf(keyA), await idOf(keyB), await idOf(keyA, random.bytes(16))]
    expect(new Set(ids).size).toBe(3)
  })

  it('is HKDF-Extract, so that with the cipher’s Expand it is HKDF-SHA256', async () => {
    const salt = random.bytes(16)
    const { key } = await createKeyring({ keys: [{ key: keyA }], salt }).active()
    // The first block of HKDF-Expand is HMAC(PRK, info | 0x01); comparing outputs compares PRKs.
    const { expand } = await import('@noble/hashes/hkdf.js')
    const info = new TextEncoder().encode('any')
    expect(expand(sha256, key, info, 32)).toEqual(hkdf(sha256, keyA, salt, info, 32))
  })

  it('copies its keys, and forgets them when wiped', async () => {
    const given = keyA.slice()
    const ring = createKeyring({ keys: [{ keyId: 'k', key: given }] })
    const { key } = await ring.active()
    const before = key.slice()
    given.fill(0)
    expect((await ring.active()).key).toEqual(before)
    ring.wipe()
    expect(key).toEqual(new Uint8Array(32))
    await expect(ring.active()).rejects.toThrow(DisposedError)
    await expect(ring.byId('k')).rejects.toThrow(DisposedError)
  })

  it.each([
    ['zeros', new Uint8Array(32)],
    ['one byte repeated', new Uint8Array(32).fill(0xab)],
    ['a pattern repeated', Uint8Array.from({ length: 32 }, (_, index) => index % 8)],
    ['counting up', Uint8Array.from({ length: 32 }, (_, index) => index)],
    ['counting in sevens', Uint8Array.from({ length: 32 }, (_, index) => index * 7)],
    ['too short', new Uint8Array(randomBytes(31))],
    ['too long', new Uint8Array(randomBytes(33))],
  ])('refuses a key of %s', (_, key) => {
    expect(() => createKeyring({ keys: [{ key }] })).toThrow(ConfigurationError)
  })

  it('refuses no keys, an unknown active one, bad and equal ids', () => {
    const wrong = [
      { keys: [] },
      { keys: [{ keyId: 'k', key: keyA }], activeKeyId: 'other' },
      { keys: [{ keyId: 'has space', key: keyA }] },
      { keys: [{ keyId: 'subject-1', key: keyA }] },
      { keys: [{ keyId: 'x'.repeat(65), key: keyA }] },
      {
        keys: [
          { keyId: 'k', key: keyA },
          { keyId: 'k', key: keyB },
        ],
      },
      { keys: [{ key: keyA }], pepper: 'x' },
    ]
    for (const options of wrong) expect(() => createKeyring(options)).toThrow(ConfigurationError)
  })
})

describe('keyringFromEnvironment', () => {
  it('takes the single key as k0', async () => {
    const { keyId } = await keyringFromEnvironment({ BIOMETRIC_TEMPLATE_KEY: hexA }).active()
    expect(keyId).toMatch(/^k0-[0-9a-f]{8}$/)
    const upper = await keyringFromEnvironment({ BIOMETRIC_TEMPLATE_KEY: hexA.toUpperCase() }).active()
    expect(upper.keyId).toBe(keyId)
  })

  it('seals with the first of several, and still opens with the single one', async () => {
    const before = await keyringFromEnvironment({ BIOMETRIC_TEMPLATE_KEY: hexA }).active()
    const ring = keyringFromEnvironment({
      BIOMETRIC_TEMPLATE_KEYS: `k1:${hexB}`,
      BIOMETRIC_TEMPLATE_KEY: hexA,
    })
    expect((await ring.active()).keyId).toMatch(/^k1-/)
    expect((await ring.byId(before.keyId))?.key).toEqual(before.key)
    const two = keyringFromEnvironment({ BIOMETRIC_TEMPLATE_KEYS: ` k2:${hexA} , k1:${hexB} ` })
    expect((await two.active()).keyId).toMatch(/^k2-/)
  })

  it('has other keys, with other ids, under another salt', async () => {
    const plain = await keyringFromEnvironment({ BIOMETRIC_TEMPLATE_KEY: hexA }).active()
    const salted = await keyringFromEnvironment({
      BIOMETRIC_TEMPLATE_KEY: hexA,
      BIOMETRIC_TEMPLATE_SALT: SALT,
    }).active()
    expect(salted.key).not.toEqual(plain.key)
    expect(salted.keyId).not.toBe(plain.keyId)
  })

  it('ignores white space around key and salt, and takes a passphrase as it is', async () => {
    const given = { BIOMETRIC_TEMPLATE_KEY: hexA, BIOMETRIC_TEMPLATE_SALT: SALT }
    const copied = { BIOMETRIC_TEMPLATE_KEY: ` ${hexA}\r\n`, BIOMETRIC_TEMPLATE_SALT: `${SALT}\n` }
    const idOf = async (environment: Record<string, string>) =>
      (await keyringFromEnvironment(environment).active()).keyId
    expect(await idOf(copied)).toBe(await idOf(given))
    const passphrase = (text: string) =>
      idOf({ BIOMETRIC_TEMPLATE_PASSPHRASE: text, BIOMETRIC_TEMPLATE_SALT: SALT })
    expect(await passphrase('correct horse ')).not.toBe(await passphrase('correct horse'))
  })

  it('reads the single key from another variable when told', async () => {
    const ring = keyringFromEnvironment({ MY_KEY: hexA }, { keyVariable: 'MY_KEY' })
    expect((await ring.active()).keyId).toMatch(/^k0-/)
  })

  it.each([
    ['nothing', {}, 'missing-key', /BIOMETRIC_TEMPLATE_KEY/],
    ['an empty key', { BIOMETRIC_TEMPLATE_KEY: '' }, 'missing-key', /BIOMETRIC_TEMPLATE_KEY/],
    ['a truncated key', { BIOMETRIC_TEMPLATE_KEY: hexA.slice(0, 62) }, 'weak-key', /BIOMETRIC_TEMPLATE_KEY/],
    [
      'an odd digit',
      { BIOMETRIC_TEMPLATE_KEY: `${hexA.slice(0, 63)}g` },
      'weak-key',
      /BIOMETRIC_TEMPLATE_KEY/,
    ],
    ['a key with 0x', { BIOMETRIC_TEMPLATE_KEY: `0x${hexA}` }, 'weak-key', /BIOMETRIC_TEMPLATE_KEY/],
    ['zeros', { BIOMETRIC_TEMPLATE_KEY: '0'.repeat(64) }, 'weak-key', /repeated/],
    ['a repeated byte', { BIOMETRIC_TEMPLATE_KEY: 'ab'.repeat(32) }, 'weak-key', /repeated/],
    ['a key without a label', { BIOMETRIC_TEMPLATE_KEYS: hexA }, 'weak-key', /KEYS\[0\]/],
    ['a second key cut short', { BIOMETRIC_TEMPLATE_KEYS: `a:${hexA},b:12` }, 'weak-key', /KEYS\[1\]/],
    ['a short salt', { BIOMETRIC_TEMPLATE_KEY: hexA, BIOMETRIC_TEMPLATE_SALT: 'ab' }, 'weak-key', /SALT/],
    [
      'a passphrase without a salt',
      { BIOMETRIC_TEMPLATE_PASSPHRASE: 'six words are much better' },
      'missing-key',
      /SALT/,
    ],
  ])(
    'refuses %s, and names the variable but no value',
    (_, environment: Record<string, string>, code, names) => {
      try {
        keyringFromEnvironment(environment)
        expect.unreachable()
      } catch (error) {
        expect(error).toMatchObject({ name: 'ConfigurationError', code })
        const { message, issues } = error as ConfigurationError
        expect(message).toMatch(names)
        const text = `${message} ${JSON.stringify(issues)}`
        for (const value of Object.values(environment)) if (value !== '') expect(text).not.toContain(value)
      }
    },
  )
})

describe('createPassphraseKeyring', () => {
  const salt = random.bytes(16)
  const make = (passphrase: string, more = {}) =>
    createPassphraseKeyring({ passphrase, salt, cost: 2 ** 14, ...more })

  it('makes the same key of the same words, typed composed or decomposed, and another of others', async () => {
    const idOf = async (ring: KeyProvider) => (await ring.active()).keyId
    const id = await idOf(make('caf\u00e9 au lait, please'))
    expect(id).toMatch(/^p-[0-9a-f]{8}$/)
    expect(await idOf(make('cafe\u0301 au lait, please'))).toBe(id)
    expect(await idOf(make('caf\u00e9 au lait, pleasE'))).not.toBe(id)
    expect(await idOf(make('caf\u00e9 au lait, please', { salt: random.bytes(16) }))).not.toBe(id)
  })

  it('derives once, however many ask', async () => {
    const ring = make('correct horse battery staple')
    const keys = await Promise.all([ring.active(), ring.active(), ring.active()])
    expect(new Set(keys.map(({ key }) => key)).size).toBe(1)
    ring.wipe()
    await expect(ring.active()).rejects.toThrow(DisposedError)
  })

  it('refuses short words, a short salt and a cheap cost', () => {
    expect(() => make('short')).toThrow(/12 characters/)
    expect(() => make('long enough to do', { salt: new Uint8Array(4) })).toThrow(/salt/)
    expect(() => make('long enough to do', { cost: 2 ** 13 })).toThrow(/cost/)
    expect(() => make('long enough to do', { cost: 20_000 })).toThrow(/cost/)
  })
})

describe('joinKeyProviders', () => {
  it('seals with the first and opens with all', async () => {
    const one = createKeyring({ keys: [{ keyId: 'one', key: keyA }] })
    const two = createKeyring({ keys: [{ keyId: 'two', key: keyB }] })
    const joined = joinKeyProviders(one, two)
    expect((await joined.active()).keyId).toBe('one')
    expect((await joined.byId('two'))?.keyId).toBe('two')
    expect(await joined.byId('three')).toBeUndefined()
    joined.wipe()
    await expect(two.active()).rejects.toThrow(DisposedError)
  })
})

it('refuses to make a key of a random source that is none', () => {
  expect(() => generateHexKey({ bytes: (length) => new Uint8Array(length) })).toThrow(ConfigurationError)
})
