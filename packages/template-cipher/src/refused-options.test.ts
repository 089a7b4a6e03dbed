import { createMemoryStore } from '@faceward/storage-memory'
import { describe, expect, it } from 'vitest'
import { bytes, random } from '../test/seeded.js'
import { openFernet, sealFernet } from './fernet/fernet.js'
import { deriveFernetKey, parseFernetKey } from './fernet/fernet-key.js'
import { createKeyring } from './keyring.js'
import { createPassphraseKeyring } from './passphrase-keyring.js'
import { rewrapRecords } from './rewrap-records.js'
import { rotateStore } from './rotate-store.js'
import { secretboxAead } from './secretbox-aead.js'
import { createSecretboxCipher } from './secretbox-cipher.js'
import { createSplitStore } from './split-store.js'
import { createSubjectKeyCipher } from './subject-key-cipher.js'
import { createTemplateCipher } from './template-cipher.js'
import { createVaultTransit } from './vault-transit/vault-transit.js'
import { verifyRecords } from './verify-records.js'
import { verifyStore } from './verify-store.js'
import { createWrappedKeyring } from './wrapped-keyring.js'

const keys = createKeyring({ keys: [{ key: bytes(1) }] })
const cipher = createSecretboxCipher({ keys, random })
const store = createMemoryStore()
const wrapper = { id: 'w', wrap: async () => '', unwrap: async () => bytes(1) }
const vault = { address: 'https://v.example', keyName: 'k', token: () => 't' }

const codeOf = async (run: () => unknown) => {
  try {
    await run()
  } catch (error) {
    const { name, code } = error as { name: string; code?: string }
    return [name, code].filter(Boolean).join(' ')
  }
  return 'fine'
}

const walk = { store, cipher, collections: ['templates'], signal: undefined }
const none = () => {}

// A misspelt option that is passed over is a protection that is not there. Each is tried with all that it does know.
it.each<[string, (options: never) => unknown, object]>([
  [
    'createKeyring',
    createKeyring,
    { keys: [{ keyId: 'a', key: bytes(1) }], salt: bytes(2), activeKeyId: 'a' },
  ],
  [
    'createPassphraseKeyring',
    createPassphraseKeyring,
    { passphrase: 'twelve chars', salt: bytes(1), cost: 2 ** 14 },
  ],
  ['createWrappedKeyring', createWrappedKeyring, { wrapper, wrapped: ['x'], context: {}, salt: bytes(1) }],
  ['createTemplateCipher', createTemplateCipher, { keys, random, aead: secretboxAead, alsoOpens: [] }],
  ['createSecretboxCipher', createSecretboxCipher, { keys, random }],
  ['createSubjectKeyCipher', createSubjectKeyCipher, { cipher, keys: store, random, aead: secretboxAead }],
  ['createSplitStore', createSplitStore, { records: store, keys: store }],
  ['createVaultTransit', createVaultTransit, { ...vault, mount: 'm', namespace: 'n', timeoutMs: 1, fetch }],
  [
    'rewrapRecords',
    rewrapRecords,
    { ...walk, tenantId: 't', dryRun: true, which: 'all', from: { collection: 'keys' }, onProgress: none },
  ],
  ['verifyRecords', verifyRecords, { ...walk, tenantId: 't', onProgress: none }],
  ['rotateStore', rotateStore, { store, cipher, dryRun: true, onRecords: none, signal: undefined }],
  ['verifyStore', verifyStore, { ...walk, onRecords: none }],
])('%s takes its options, and refuses one it does not know', async (_, make, options) => {
  expect(await codeOf(() => make({ ...options } as never))).toBe('fine')
  expect(await codeOf(() => make({ ...options, luck: 1 } as never))).toBe(
    'ConfigurationError invalid-options',
  )
})

it('a keyring that was wiped before its first use asks the service for nothing', async () => {
  const counter = { asked: 0 }
  const counting = { ...wrapper, unwrap: async () => bytes(++counter.asked) }
  const ring = createWrappedKeyring({ wrapper: counting, wrapped: ['x'] })
  ring.wipe()
  expect(await codeOf(() => ring.active())).toMatch(/^DisposedError/)
  expect(await codeOf(() => ring.byId('k'))).toMatch(/^DisposedError/)
  expect(counter.asked).toBe(0)
})

describe('a Fernet token', () => {
  const key = bytes(3)
  const token = sealFernet(bytes(4, 5), key, { iv: bytes(5, 16), nowMs: 1_000_999 })
  const open = (options: object) => codeOf(() => openFernet(token, key, options))

  it('is of a second, may be a minute ahead of the clock, and as old as is said', async () => {
    expect(openFernet(token, key)).toEqual({ plaintext: bytes(4, 5), createdAtMs: 1_000_000 })
    expect(await open({ nowMs: 940_000 })).toBe('fine')
    expect(await open({ nowMs: 939_999 })).toMatch(/^TemplateSecurityError/)
    expect(await open({ nowMs: 1_005_000, maximumAgeMs: 5000 })).toBe('fine')
    expect(await open({ nowMs: 1_005_001, maximumAgeMs: 5000 })).toMatch(/^TemplateSecurityError/)
    expect(await open({ maximumAgeMs: 5000 })).toBe('ConfigurationError invalid-options')
  })

  it('needs a key of 32 bytes, an iv of 16, and iterations from 1', async () => {
    for (const length of [31, 33]) {
      expect(await codeOf(() => openFernet(token, bytes(3, length)))).toBe('ConfigurationError weak-key')
      expect(await codeOf(() => parseFernetKey(Buffer.from(bytes(3, length)).toString('base64url')))).toBe(
        'ConfigurationError weak-key',
      )
    }
    expect(await codeOf(() => parseFernetKey('*'))).toBe('ConfigurationError weak-key')
    expect(parseFernetKey(` ${Buffer.from(key).toString('base64url')}=\n`)).toEqual(key)
    for (const length of [15, 17])
      expect(await codeOf(() => sealFernet(bytes(1), key, { iv: bytes(5, length), nowMs: 0 }))).toBe(
        'ConfigurationError invalid-options',
      )
    for (const iterations of [0, 1.5])
      expect(await codeOf(() => deriveFernetKey(bytes(1), bytes(2), iterations))).toBe(
        'ConfigurationError invalid-options',
      )
    expect(await deriveFernetKey(bytes(1), bytes(2), 1)).toHaveLength(32)
  })

  it('of another version, length or text is none', async () => {
    const raw = Buffer.from(token, 'base64url')
    const of = (changed: Uint8Array) =>
      codeOf(() => openFernet(Buffer.from(changed).toString('base64url'), key))
    expect(await of(raw)).toBe('fine')
    expect(await of(Uint8Array.from(raw).with(0, 0x81))).toMatch(/^TemplateSecurityError/)
    expect(await of(raw.subarray(0, 72))).toMatch(/^TemplateSecurityError/)
    expect(await of(raw.subarray(1))).toMatch(/^TemplateSecurityError/)
    // Padding is left out, or is what base64 needs.
    const plain = token.replaceAll('=', '')
    expect(await codeOf(() => openFernet(plain, key))).toBe('fine')
    const digits = Buffer.from(key).toString('base64url')
    expect(parseFernetKey(digits)).toEqual(key)
    for (const text of [`${digits}==`, `${digits}AA`, `${digits}=A`])
      expect(await codeOf(() => parseFernetKey(text)), text.slice(-3)).toBe('ConfigurationError weak-key')
    const cut = plain.slice(0, plain.length - ((plain.length + 3) % 4))
    for (const text of ['', '=', 'A', 'AAAAA', 'AA===', 'AAA=A', cut])
      expect(await codeOf(() => openFernet(text, key))).toMatch(/^TemplateSecurityError/)
  })
})

describe('Vault’s transit engine', () => {
  const asked: { url: string; headers: Record<string, string>; redirect: string; body: unknown }[] = []
  const answering = (status: number, body: unknown) =>
    createVaultTransit({
      ...vault,
      mount: 'secret/transit',
      namespace: 'n',
      fetch: async (url, init) => {
        asked.push({
          url: String(url),
          headers: init!.headers as never,
          redirect: init!.redirect!,
          body: JSON.parse(init!.body as string),
        })
        return new Response(JSON.stringify(body), { status })
      },
    })

  it('is asked at its address, with its token, and not at another by redirection', async () => {
    const wrapped = await answering(200, { data: { ciphertext: 'vault:v1:x' } }).wrap(Uint8Array.of(1, 2), {
      b: '2',
      a: '1',
    })
    expect(wrapped).toBe('vault:v1:x')
    expect(asked.at(-1)).toEqual({
      url: 'https://v.example/v1/secret/transit/encrypt/k',
      headers: { 'content-type': 'application/json', 'x-vault-token': 't', 'x-vault-namespace': 'n' },
      redirect: 'error',
      // Once fixed, this is what wrapped keys are bound to: the members in order, as JSON, in base64.
      body: { plaintext: 'AQI=', context: Buffer.from('[["a","1"],["b","2"]]').toString('base64') },
    })
    expect(await answering(200, { data: { plaintext: 'AQI=' } }).unwrap('x', {})).toEqual(Uint8Array.of(1, 2))
  })

  it.each([
    [403, {}, 'permission-denied'],
    [400, {}, 'refused'],
    [404, {}, 'refused'],
    [500, {}, 'unavailable'],
    [503, {}, 'unavailable'],
    [200, {}, 'unavailable'],
    [200, null, 'unavailable'],
    [200, { data: null }, 'unavailable'],
    [200, { data: { plaintext: '' } }, 'unavailable'],
    [200, { data: { plaintext: '*' } }, 'unavailable'],
  ])('that answers %i and %j is %s', async (status, body, code) => {
    expect(await codeOf(() => answering(status, body).unwrap('x', {}))).toBe(`KeyProviderError ${code}`)
  })

  it.each([
    ['https://v.example', true],
    ['http://localhost:8200', true],
    ['http://127.0.0.1', true],
    ['http://[::1]:1', true],
    ['http://v.example', false],
    ['http://localhost.example', false],
    ['ftp://localhost', false],
    ['nothing', false],
  ])('at %s: %s', async (address, right) => {
    expect(await codeOf(() => createVaultTransit({ ...vault, address }))).toBe(
      right ? 'fine' : 'ConfigurationError invalid-options',
    )
  })

  it.each(['', 'a/../b', '..', 'a b', 'a?b'])('has no key named %j', async (keyName) => {
    expect(await codeOf(() => createVaultTransit({ ...vault, keyName }))).toBe(
      'ConfigurationError invalid-options',
    )
    expect(await codeOf(() => createVaultTransit({ ...vault, mount: keyName }))).toBe(
      'ConfigurationError invalid-options',
    )
  })
})
