import { expect, it } from 'vitest'
import { concatBytes } from './concat-bytes.js'

it('puts chunks one after the other, and keeps none of their memory', () => {
  const chunk = Uint8Array.of(1, 2)
  const whole = concatBytes([chunk, new Uint8Array(0), Uint8Array.of(3)])
  chunk.fill(9)
  expect(whole).toEqual(Uint8Array.of(1, 2, 3))
  expect(concatBytes([])).toEqual(new Uint8Array(0))
})
