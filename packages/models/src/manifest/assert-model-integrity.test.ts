import { ModelLoadError, type ModelManifest } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KNOWN_MODELS } from '../catalogue/known-models.js'
import { assertModelIntegrity } from './assert-model-integrity.js'
import { sha256Hex } from './sha256-hex.js'

function pin(bytes: Uint8Array): ModelManifest {
  return { ...KNOWN_MODELS[0]!, file: { sha256: sha256Hex(bytes), bytes: bytes.length } }
}

function codeOf(check: () => void): string | undefined {
  try {
    check()
    return undefined
  } catch (failure) {
    return ModelLoadError.isInstance(failure) ? failure.code : String(failure)
  }
}

describe('sha256Hex', () => {
  // FIPS 180-4 examples.
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ])('of %j', (text, expected) => {
    expect(sha256Hex(new TextEncoder().encode(text))).toBe(expected)
  })
})

describe('assertModelIntegrity', () => {
  it('accepts exactly the pinned bytes and no other', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), fc.nat(7), (bytes, at, bit) => {
        const manifest = pin(bytes)
        expect(codeOf(() => assertModelIntegrity(manifest, bytes))).toBeUndefined()
        const flipped = bytes.slice()
        flipped[at % bytes.length]! ^= 1 << bit
        expect(codeOf(() => assertModelIntegrity(manifest, flipped))).toBe('integrity-mismatch')
        expect(codeOf(() => assertModelIntegrity(manifest, bytes.slice(1)))).toBe('integrity-mismatch')
      }),
    )
  })

  it('computes no hash when the length is wrong already', () => {
    const sha256 = () => expect.unreachable('hashed')
    expect(codeOf(() => assertModelIntegrity(pin(new Uint8Array(3)), new Uint8Array(4), { sha256 }))).toBe(
      'integrity-mismatch',
    )
  })

  it('uses the hash it is given', () => {
    const bytes = new Uint8Array(3)
    const sha256 = () => '0'.repeat(64)
    expect(codeOf(() => assertModelIntegrity(pin(bytes), bytes, { sha256 }))).toBe('integrity-mismatch')
  })
})
