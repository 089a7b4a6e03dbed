import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EvaluationError } from '../evaluation-error.js'
import { clopperPearson, trialsForClaim, upperBound } from './clopper-pearson.js'

describe('clopperPearson', () => {
  // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998),
  // table I, method 5 (Clopper-Pearson), 95 %.
  it.each([
    [81, 263, 0.2527, 0.3676],
    [15, 148, 0.0578, 0.1617],
    [0, 20, 0.0, 0.1684],
    [1, 29, 0.0009, 0.1776],
  ])('gives the published interval of %i in %i', (errors, trials, lower, upper) => {
    const interval = clopperPearson(errors, trials, 0.95)
    expect(interval.lower).toBeCloseTo(lower, 4)
    expect(interval.upper).toBeCloseTo(upper, 4)
  })

  // scipy 1.17.1: beta.ppf(.025, k, n-k+1), beta.ppf(.975, k+1, n-k)
  it.each([
    [3, 1000, 0.0006190999316495713, 0.008742023238478303],
    [1000, 10_000_000, 9.389758350275557e-5, 0.00010639487338387986],
    [37, 12_345_678, 2.1101656031928067e-6, 4.1309677141772056e-6],
    [6_000_000, 12_000_000, 0.4997170619283583, 0.5002829380716417],
  ])('agrees with scipy for %i in %i', (errors, trials, lower, upper) => {
    const interval = clopperPearson(errors, trials, 0.95)
    expect(interval.lower / lower).toBeCloseTo(1, 6)
    expect(interval.upper / upper).toBeCloseTo(1, 6)
  })

  it('covers the true rate at least as often as it says', () => {
    // Exact coverage: the probability of the outcomes whose interval holds the rate.
    const trials = 40
    for (const rate of [0.01, 0.05, 0.2, 0.5]) {
      let coverage = 0
      let probability = (1 - rate) ** trials
      for (let errors = 0; errors <= trials; errors++) {
        const { lower, upper } = clopperPearson(errors, trials, 0.95)
        if (lower <= rate && rate <= upper) coverage += probability
        probability *= ((trials - errors) / (errors + 1)) * (rate / (1 - rate))
      }
      expect(coverage).toBeGreaterThanOrEqual(0.95)
    }
  })

  it('holds the observed share, mirrors under exchange, and narrows with more trials', () => {
    const sample = fc
      .integer({ min: 1, max: 5000 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))
    fc.assert(
      fc.property(sample, ([errors, trials]) => {
        const interval = clopperPearson(errors, trials, 0.95)
        const mirrored = clopperPearson(trials - errors, trials, 0.95)
        const larger = clopperPearson(errors * 10, trials * 10, 0.95)
        expect(interval.lower).toBeLessThanOrEqual(errors / trials)
        expect(interval.upper).toBeGreaterThanOrEqual(errors / trials)
        expect(mirrored.lower).toBeCloseTo(1 - interval.upper, 9)
        expect(larger.upper - larger.lower).toBeLessThan(interval.upper - interval.lower)
      }),
      { numRuns: 60 },
    )
  })

  it('refuses counts and confidences that make no sense', () => {
    for (const [errors, trials, confidence] of [
      [2, 1, 0.95],
      [-1, 10, 0.95],
      [0, 0, 0.95],
      [0.5, 10, 0.95],
      [0, 10, 1],
      [0, 10, Number.NaN],
    ] as const) {
      expect(() => clopperPearson(errors, trials, confidence)).toThrow(EvaluationError)
    }
  })
})

describe('upperBound', () => {
  it('is the rule of three for clean samples', () => {
    expect(upperBound(0, 150)).toBeCloseTo(0.01977, 5)
    for (const trials of [100, 1e4, 1e6]) {
      expect(upperBound(0, trials)).toBeLessThanOrEqual(3 / trials)
      expect(upperBound(0, trials)).toBeGreaterThan(2.9 / trials)
    }
  })

  // scipy: beta.ppf(.95, k+1, n-k)
  it.each([
    [3, 1000, 0.007735244718479458],
    [37, 12_345_678, 3.942712759441003e-6],
  ])('agrees with scipy for %i in %i', (errors, trials, expected) => {
    expect(upperBound(errors, trials) / expected).toBeCloseTo(1, 6)
  })
})

describe('trialsForClaim', () => {
  it('gives the textbook numbers of clean trials at 95 %', () => {
    expect(trialsForClaim(0.02)).toBe(149)
    expect(trialsForClaim(0.01)).toBe(299)
    expect(trialsForClaim(0.001)).toBe(2995)
  })

  it('is the smallest number: one trial fewer does not support the claim', () => {
    for (const errors of [0, 1, 5]) {
      const trials = trialsForClaim(0.013, errors)
      expect(upperBound(errors, trials)).toBeLessThanOrEqual(0.013)
      expect(upperBound(errors, trials - 1)).toBeGreaterThan(0.013)
    }
  })
})
