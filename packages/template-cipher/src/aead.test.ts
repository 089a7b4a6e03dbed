import { randomBytes } from 'node:crypto'
import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js'
import { hexToBytes } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Aead } from './aead.js'
import { nodeXchachaAead } from './node/node-aead.js'
import { secretboxAead } from './secretbox-aead.js'
import { xchachaAead } from './xchacha-aead.js'

/** The same algorithm by another library, to compare with. */
const nobleSecretbox: Aead = {
  algorithm: 'xsalsa20-poly1305',
  seal: (key, nonce, plaintext) => xsalsa20poly1305(key, nonce).encrypt(plaintext),
  open: (key, nonce, sealed) => xsalsa20poly1305(key, nonce).decrypt(sealed),
}

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

describe.each([
  ['tweetnacl', secretboxAead, '@noble/ciphers', nobleSecretbox],
  ['@noble/ciphers', xchachaAead, 'node:crypto', nodeXchachaAead],
])('%s', (_, one, name, other) => {
  it(`gives the same bytes as ${name}, and opens what it sealed`, () => {
    fc.assert(
      fc.property(bytes(32), bytes(24), fc.uint8Array({ maxLength: 5000 }), (key, nonce, plaintext) => {
        const sealed = one.seal(key, nonce, plaintext)
        expect(sealed).toEqual(other.seal(key, nonce, plaintext))
        expect(one.open(key, nonce, sealed)).toEqual(plaintext)
        expect(other.open(key, nonce, sealed)).toEqual(plaintext)
      }),
    )
  })
})

describe.each([secretboxAead, xchachaAead, nodeXchachaAead])('an Aead for $algorithm', (aead) => {
  const [key, nonce] = [new Uint8Array(randomBytes(32)), new Uint8Array(randomBytes(24))]

  it('opens nothing that was changed, cut or sealed under another key or nonce', () => {
    const sealed = aead.seal(key, nonce, new Uint8Array([1, 2, 3]))
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = sealed.slice()
      changed[bit >> 3]! ^= 1 << (bit & 7)
      expect(aead.open(key, nonce, changed)).toBeUndefined()
    }
    for (let length = 0; length < sealed.length; length++) {
      expect(aead.open(key, nonce, sealed.subarray(0, length))).toBeUndefined()
    }
    expect(aead.open(new Uint8Array(randomBytes(32)), nonce, sealed)).toBeUndefined()
    expect(aead.open(key, new Uint8Array(randomBytes(24)), sealed)).toBeUndefined()
  })

  it('leaves what it is given alone, and takes views', () => {
    const larger = new Uint8Array(randomBytes(200))
    const before = larger.slice()
    const [aKey, aNonce] = [larger.subarray(1, 33), larger.subarray(35, 59)]
    const sealed = aead.seal(aKey, aNonce, larger.subarray(61, 101))
    expect(aead.open(aKey, aNonce, sealed)).toEqual(larger.slice(61, 101))
    expect(larger).toEqual(before)
  })
})

// The vector of tests/secretbox.c in nacl-20110221: a message sealed with firstkey and the nonce 69696e...
it('is NaCl’s crypto_secretbox', () => {
  const key = hexToBytes('1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389')
  const nonce = hexToBytes('69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37')
  const message = hexToBytes(
    'be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705',
  )
  const sealed = hexToBytes(
    'f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74e355a5',
  )
  expect(secretboxAead.seal(key, nonce, message)).toEqual(sealed)
})

// draft-irtf-cfrg-xchacha-03, A.3.1, with no associated data the tag differs, so the ciphertext is compared.
it('is the draft’s XChaCha20', () => {
  const key = Uint8Array.from({ length: 32 }, (_, index) => 0x80 + index)
  const nonce = Uint8Array.from({ length: 24 }, (_, index) => 0x40 + index)
  const message = new TextEncoder().encode(
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
  )
  const ciphertext = hexToBytes(
    'bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13b52e',
  )
  for (const aead of [xchachaAead, nodeXchachaAead]) {
    expect(aead.seal(key, nonce, message).subarray(0, message.length)).toEqual(ciphertext)
  }
})
