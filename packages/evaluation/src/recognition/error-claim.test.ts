import { describe, expect, it } from 'vitest'
import { claimErrorRate, formatRateUp } from './error-claim.js'

describe('claimErrorRate', () => {
  it('never goes below 3/N, however clean the sample', () => {
    const claim = claimErrorRate({ metric: 'FMR', errors: 0, comparisons: 1000, subjects: 50 })
    expect(claim.upper95).toBe(0.003)
    expect(claim.text).toBe('FMR <= 0.30 % at 95 % (0 errors, 1,000 comparisons, 50 subjects)')
  })

  it('takes the wider of the binomial and the bootstrap bound', () => {
    const sample = { metric: 'FNMR', errors: 5, comparisons: 1000, subjects: 50 } as const
    // scipy: beta.ppf(.95, 6, 995)
    expect(claimErrorRate(sample).upper95).toBeCloseTo(0.01048, 5)
    expect(claimErrorRate({ ...sample, bootstrapUpper95: 0.02 }).upper95).toBe(0.02)
    expect(claimErrorRate({ ...sample, bootstrapUpper95: 0.001 }).upper95).toBeCloseTo(0.01048, 5)
  })
})

describe('formatRateUp', () => {
  it.each([
    [0.1234, '12.4 %'],
    [0.0041, '0.41 %'],
    [0.00411, '0.42 %'],
    [0.0001, '1.0e-4'],
    [0.000101, '1.1e-4'],
    [0.0000999, '1.0e-4'],
    [2.4e-7, '2.4e-7'],
  ])('writes %f as %s, rounding up', (rate, text) => {
    expect(formatRateUp(rate)).toBe(text)
  })
})
