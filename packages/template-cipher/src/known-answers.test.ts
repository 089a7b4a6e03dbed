import { describe, expect, it } from 'vitest'
import vectors from '../test/record-vectors.golden.json' with { type: 'json' }
import { parseHexKey, parseHexSalt } from './key-rules.js'
import { createKeyring } from './keyring.js'
import { nodeXchachaAead } from './node/node-aead.js'
import { createPassphraseKeyring } from './passphrase-keyring.js'
import { pseudonym } from './pseudonym.js'
import { secretboxAead } from './secretbox-aead.js'
import { createTemplateCipher } from './template-cipher.js'
import { xchachaAead } from './xchacha-aead.js'

// Stored records and pseudonyms live for years: what another program made as the decision on the envelope describes it
// must stay readable, and what is sealed today must be the same bytes.
const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))
const aeads = [secretboxAead, xchachaAead, nodeXchachaAead]

describe.each(vectors.records)('a record of $algorithm', (vector) => {
  it.each(aeads.filter(({ algorithm }) => algorithm === vector.algorithm))(
    'opens, and is sealed to the same bytes (implementation %#)',
    async (aead) => {
      const keys = createKeyring({ keys: [{ keyId: vector.keyId, key: bytes(vector.key) }] })
      const random = { bytes: () => bytes(vector.nonce) }
      const cipher = createTemplateCipher({ keys, random, aead })
      expect(await cipher.open(bytes(vector.sealed), vector.context)).toEqual(bytes(vector.plaintext))
      const sealed = await cipher.seal(bytes(vector.plaintext), vector.context)
      expect(Buffer.from(sealed).toString('hex')).toBe(vector.sealed)
    },
  )
})

it.each(vectors.pseudonyms)('the pseudonym of $parts', ({ indexKey, parts, pseudonym: expected }) => {
  expect(pseudonym(bytes(indexKey), parts)).toBe(expected)
})

it.each(vectors.keyIds)('the id of a key, $keyId', async ({ key, salt, label, keyId }) => {
  const ring = createKeyring({
    keys: [{ label, key: parseHexKey(key, 'key') }],
    salt: parseHexSalt(salt, 'salt'),
  })
  expect((await ring.active()).keyId).toBe(keyId)
})

it('a record under a passphrase opens, and with no other words', async () => {
  const { passphrase, salt, cost, context, plaintext, sealed, keyId } = vectors.passphrase
  const cipherOf = (words: string) =>
    createTemplateCipher({
      keys: createPassphraseKeyring({ passphrase: words, salt: bytes(salt), cost }),
      random: { bytes: () => bytes(sealed).slice(6 + keyId.length, 6 + keyId.length + 24) },
      aead: secretboxAead,
    })
  const cipher = cipherOf(passphrase)
  expect(await cipher.open(bytes(sealed), context)).toEqual(bytes(plaintext))
  expect(await cipher.seal(bytes(plaintext), context)).toEqual(bytes(sealed))
  await expect(cipherOf(`${passphrase}!`).open(bytes(sealed), context)).rejects.toHaveProperty(
    'name',
    'TemplateSecurityError',
  )
})
