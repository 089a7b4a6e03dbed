import { expect, it } from 'vitest'
import { toHex } from './to-hex.js'

it('writes two lower-case digits for every byte', () => {
  expect(toHex(Uint8Array.of(0, 9, 0xab, 255))).toBe('0009abff')
  expect(toHex(new Uint8Array(0))).toBe('')
})
