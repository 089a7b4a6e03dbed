import { describe, expect, it } from 'vitest'
import { createRandom } from '../random/random.js'
import { compressBlocks } from './block-codec.js'

const noisy = () => {
  const { uniform } = createRandom(4)
  return Uint8Array.from({ length: 24 * 20 * 3 }, () => Math.floor(uniform() * 256))
}
const error = (quality: number) => {
  const before = noisy()
  const after = before.slice()
  compressBlocks(after, 24, 20, quality)
  return Math.sqrt(before.reduce((sum, value, i) => sum + (value - after[i]!) ** 2, 0) / before.length)
}

describe('compressBlocks', () => {
  it('loses more at lower quality', () => {
    expect(error(100)).toBeLessThan(3)
    expect(error(75)).toBeGreaterThan(error(95))
    expect(error(20)).toBeGreaterThan(error(75))
  })

  it('leaves a plain grey as it is', () => {
    const grey = new Uint8Array(16 * 16 * 3).fill(128)
    compressBlocks(grey, 16, 16, 40)
    expect(new Set(grey)).toEqual(new Set([128]))
  })
})
