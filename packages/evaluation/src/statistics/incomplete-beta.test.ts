import { describe, expect, it } from 'vitest'
import { betaQuantile, regularizedIncompleteBeta } from './incomplete-beta.js'
import { logGamma } from './log-gamma.js'

// Expected values: scipy 1.17.1, scipy.special.gammaln and betainc.
describe('logGamma', () => {
  it.each([
    [0.1, 2.252712651734206],
    [0.5, 0.5723649429247],
    [1, 0],
    [2.5, 0.2846828704729192],
    [10, 12.801827480081469],
    [1e3, 5905.220423209181],
    [1e8, 1742068066.1038349],
  ])('agrees with scipy at %f', (x, expected) => {
    expect(Math.abs(logGamma(x) - expected)).toBeLessThanOrEqual(1e-14 * Math.max(10, Math.abs(expected)))
  })
})

describe('regularizedIncompleteBeta', () => {
  it.each([
    [0.3, 2, 5, 0.5798250000000003],
    [0.999, 50, 0.5, 0.7523690199653766],
    [1e-7, 3, 1e7, 0.08030142466235511],
    [0.5, 1e6, 1e6, 0.5],
    [0.5001, 1e6, 1e6, 0.6113512821376899],
    [0.02, 0.5, 0.5, 0.0903344706017331],
  ])('agrees with scipy at x=%f a=%f b=%f', (x, a, b, expected) => {
    expect(regularizedIncompleteBeta(x, a, b) / expected).toBeCloseTo(1, 7)
  })

  it('is inverted by the quantile', () => {
    for (const [a, b] of [
      [1, 30],
      [4, 5000],
      [2.5, 0.7],
    ] as const) {
      for (const probability of [0.001, 0.05, 0.5, 0.975]) {
        expect(regularizedIncompleteBeta(betaQuantile(probability, a, b), a, b)).toBeCloseTo(probability, 10)
      }
    }
  })
})
