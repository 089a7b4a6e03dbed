import { createMemoryStore } from '@faceward/storage-memory'
import { scrypt } from '@noble/hashes/scrypt.js'
import { expect, it, vi } from 'vitest'
import { bytes, random } from '../test/seeded.js'
import { createKeyring } from './keyring.js'
import { keyringFromEnvironment } from './keyring-from-environment.js'
import { nodeXchachaAead } from './node/node-aead.js'
import { createPassphraseKeyring } from './passphrase-keyring.js'
import { rewrapRecords } from './rewrap-records.js'
import { sealRecord } from './sealed-record.js'
import { secretboxAead } from './secretbox-aead.js'
import { createSecretboxCipher } from './secretbox-cipher.js'

type Numbers = Uint8Array | Uint32Array
const hexOf = (of: Numbers) => Buffer.from(of.buffer, of.byteOffset, of.byteLength).toString('hex')
const hex = (of: Uint8Array) => Buffer.from(of).toString('hex')

/** What buffers of at most 1 KB held before they were overwritten with zeros. */
async function overwrittenBy(run: () => unknown): Promise<string[]> {
  const seen: string[] = []
  // Node's buffers have a `fill` of their own.
  const prototypes = [
    Object.getPrototypeOf(Uint8Array.prototype) as Uint8Array,
    Buffer.prototype as Uint8Array,
  ]
  const spies = prototypes.map((prototype) => {
    const { fill } = prototype
    return vi.spyOn(prototype, 'fill').mockImplementation(function (this: Uint8Array, value, ...at) {
      if (value === 0 && at.length === 0 && this.byteLength <= 1024) seen.push(hexOf(this))
      return fill.call(this, value, ...at)
    })
  })
  try {
    await run()
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
  return seen
}

it('a passphrase, and the key that it gave', async () => {
  const [passphrase, salt, cost] = ['twelve chars and more', bytes(1, 16), 2 ** 14]
  const derived = scrypt(passphrase, salt, { N: cost, r: 8, p: 1, dkLen: 32 })
  const seen = await overwrittenBy(() => createPassphraseKeyring({ passphrase, salt, cost }).active())
  expect(seen).toContain(hex(new TextEncoder().encode(passphrase)))
  expect(seen).toContain(hex(derived))
})

it('the keys that were read from an environment', async () => {
  const [one, other] = [hex(bytes(1)), hex(bytes(2))]
  const environment = { BIOMETRIC_TEMPLATE_KEYS: `k1:${one}`, BIOMETRIC_TEMPLATE_KEY: other }
  const seen = await overwrittenBy(() => keyringFromEnvironment(environment))
  expect(seen).toEqual(expect.arrayContaining([one, other]))
})

it('NaCl’s copy of the plaintext', async () => {
  const seen = await overwrittenBy(() => secretboxAead.seal(bytes(1), bytes(2, 24), bytes(3, 50)))
  expect(seen).toEqual([`${'00'.repeat(32)}${hex(bytes(3, 50))}`])
})

it('the keys that XChaCha20 makes on its way, and OpenSSL’s copy of what was opened', async () => {
  const [key, nonce, plaintext] = [bytes(1), bytes(2, 24), bytes(3, 50)]
  const sealing = await overwrittenBy(() => nodeXchachaAead.seal(key, nonce, plaintext))
  const sealed = nodeXchachaAead.seal(key, nonce, plaintext)
  const opening = await overwrittenBy(() => nodeXchachaAead.open(key, nonce, sealed))
  const inner = sealing.filter((one) => one.length === 64 && one !== hex(key))
  expect(sealing).toContain(hex(key))
  expect(inner).toHaveLength(1)
  expect(opening).toEqual(expect.arrayContaining([hex(key), ...inner, hex(plaintext)]))
  const refusing = await overwrittenBy(() => nodeXchachaAead.open(key, nonce, sealed.with(0, sealed[0]! ^ 1)))
  expect(refusing).toContain(hex(plaintext.with(0, plaintext[0]! ^ 1)))
})

it('what was opened to be sealed with another key, in a dry run too', async () => {
  const store = createMemoryStore()
  const key = { collection: 'templates', tenantId: 't', subject: 's', id: 'face' } as const
  const [old, fresh] = [
    { keyId: 'old', key: bytes(1) },
    { keyId: 'new', key: bytes(2) },
  ]
  const cipherOf = (...keys: (typeof old)[]) =>
    createSecretboxCipher({ keys: createKeyring({ keys }), random })
  await store.put(key, await sealRecord(cipherOf(old), key, 1, 'm', bytes(7, 77)))
  const opened: Uint8Array[] = []
  const cipher = cipherOf(fresh, old)
  const keeping = {
    ...cipher,
    async open(...given: Parameters<typeof cipher.open>) {
      const plaintext = await cipher.open(...given)
      opened.push(plaintext)
      return plaintext
    },
  }
  for (const dryRun of [true, false]) await rewrapRecords({ store, cipher: keeping, tenantId: 't', dryRun })
  expect(opened.map(hex)).toEqual([hex(new Uint8Array(77)), hex(new Uint8Array(77))])
})
