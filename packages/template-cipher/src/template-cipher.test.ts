import {
  brokenTemplateCiphers,
  describeConformance,
  type TemplateCipherHarness,
  templateCipherCases,
} from '@faceward/conformance'
import type { KeyProvider, RandomSource, TemplateCipher } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { createKeyring } from './keyring.js'
import { nodeXchachaAead } from './node/node-aead.js'
import { secretboxAead } from './secretbox-aead.js'
import { createSecretboxCipher } from './secretbox-cipher.js'
import { createTemplateCipher } from './template-cipher.js'
import { xchachaAead } from './xchacha-aead.js'

type Make = (parts: { keys: KeyProvider; random: RandomSource }) => TemplateCipher

function harnessOf(make: Make): TemplateCipherHarness {
  return {
    create: async ({ random }) =>
      make({ random, keys: createKeyring({ keys: [{ key: random.bytes(32) }] }) }),
    async createRotated({ random }) {
      const [old, fresh] = [{ key: random.bytes(32) }, { key: random.bytes(32) }]
      return {
        before: make({ random, keys: createKeyring({ keys: [old] }) }),
        after: make({ random, keys: createKeyring({ keys: [fresh, old] }) }),
      }
    },
  }
}

const secretbox = harnessOf(createSecretboxCipher)
const cases = templateCipherCases(secretbox)

describeConformance({ describe, it }, 'conformance of the secretbox cipher', cases)
describeConformance(
  { describe, it },
  'conformance of a cipher over XChaCha20-Poly1305',
  templateCipherCases(
    harnessOf((parts) => createTemplateCipher({ ...parts, aead: xchachaAead, alsoOpens: [secretboxAead] })),
  ),
)

describeConformance(
  { describe, it },
  'conformance of a cipher over node:crypto’s XChaCha20-Poly1305',
  templateCipherCases(harnessOf((parts) => createTemplateCipher({ ...parts, aead: nodeXchachaAead }))),
)

describe('every conformance case catches its broken double', () => {
  it('has a double for every case', () => {
    const caught = brokenTemplateCiphers.map(({ caughtBy }) => caughtBy)
    expect(caught.sort()).toEqual(cases.map(({ name }) => name).sort())
  })

  for (const { caughtBy, breakCipher } of brokenTemplateCiphers) {
    it(caughtBy, async () => {
      const broken = templateCipherCases({
        create: async (options) => breakCipher(await secretbox.create(options)),
        async createRotated(options) {
          const { before, after } = await secretbox.createRotated(options)
          return { before: breakCipher(before), after: breakCipher(after) }
        },
      })
      const promise = broken.find(({ name }) => name === caughtBy)!.run()
      await expect(promise).rejects.toHaveProperty('name', 'ConformanceFailure')
    })
  }
})
