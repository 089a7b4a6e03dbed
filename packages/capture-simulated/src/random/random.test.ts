import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from './random.js'
import { createValueNoise } from './value-noise.js'

describe('createRandom', () => {
  it('gives the same numbers for the same seed, and others for another', () => {
    const take = (seed: number) => Array.from({ length: 8 }, createRandom(seed).uniform)
    expect(take(7)).toEqual(take(7))
    expect(take(7)).not.toEqual(take(8))
  })

  it('forks streams that do not depend on what was drawn before', () => {
    const drawn = createRandom(3)
    drawn.uniform()
    expect(drawn.fork('hair').uniform()).toBe(createRandom(3).fork('hair').uniform())
    expect(drawn.fork('hair').uniform()).not.toBe(drawn.fork('nose').uniform())
  })

  it('keeps to its ranges and limits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), (seed) => {
        const random = createRandom(seed)
        const uniform = random.uniform()
        expect(uniform >= 0 && uniform < 1).toBe(true)
        expect(Math.abs(random.normal(10, 2, 1.5) - 10)).toBeLessThanOrEqual(3)
        expect(['a', 'b']).toContain(random.pick(['a', 'b'], [1, 3]))
      }),
    )
  })

  it('picks by weight', () => {
    const random = createRandom(1)
    const picks = Array.from({ length: 4000 }, () => random.pick(['often', 'rarely'], [9, 1]))
    expect(picks.filter((pick) => pick === 'rarely').length / 4000).toBeCloseTo(0.1, 1)
  })
})

describe('createValueNoise', () => {
  it('is bounded and continuous', () => {
    const noise = createValueNoise(5)
    const place = fc.double({ min: -500, max: 500, noNaN: true })
    fc.assert(
      fc.property(place, place, place, (x, y, z) => {
        expect(Math.abs(noise(x, y, z))).toBeLessThanOrEqual(1.000001)
        expect(Math.abs(noise(x + 1e-4, y, z) - noise(x, y, z))).toBeLessThan(1e-3)
      }),
    )
  })
})
