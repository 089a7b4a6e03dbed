import { describe, expect, it } from 'vitest'
import { createSeededRandom } from '../statistics/seeded-random.js'
import { fitTail } from './tail-fit.js'

describe('fitTail', () => {
  it('recovers an exponential tail: shape 0, known quantiles', () => {
    const random = createSeededRandom(1)
    const scores = Float64Array.from({ length: 50_000 }, () => -Math.log(1 - random.next()))
    const tail = fitTail(scores)
    expect(Math.abs(tail.shape)).toBeLessThan(0.05)
    // True quantile: -ln(p)
    expect(tail.quantile(1e-5)).toBeGreaterThan(0.9 * -Math.log(1e-5))
    expect(tail.quantile(1e-5)).toBeLessThan(1.1 * -Math.log(1e-5))
  })

  it('recovers a bounded tail: uniform scores end at 1', () => {
    const random = createSeededRandom(2)
    const tail = fitTail(Float64Array.from({ length: 20_000 }, () => random.next()))
    expect(tail.shape).toBeLessThan(-0.9)
    expect(tail.quantile(1e-6)).toBeCloseTo(1, 2)
  })

  it('agrees with counting inside the sample', () => {
    const random = createSeededRandom(3)
    const scores = Float64Array.from({ length: 30_000 }, () => random.normal())
    const tail = fitTail(scores)
    const expected = scores.slice().sort()[30_000 - 300]!
    expect(tail.quantile(0.01)).toBeCloseTo(expected, 1)
    expect(() => tail.quantile(0.5)).toThrow('covers probabilities')
  })
})
