import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createErrorRates } from './error-rates.js'

// Small enough to count by hand.
const mated = [0.9, 0.8, 0.8, 0.7, 0.4]
const nonMated = [0.1, 0.2, 0.3, 0.3, 0.5, 0.6, 0.75, 0.2, 0.1, 0.0]

describe('error rates counted by hand', () => {
  const rates = createErrorRates({ mated, nonMated })

  it('count a score at the threshold as a match', () => {
    expect(rates.at(0.8)).toEqual({ threshold: 0.8, fmr: 0, fnmr: 2 / 5 })
    expect(rates.at(0.75)).toEqual({ threshold: 0.75, fmr: 1 / 10, fnmr: 2 / 5 })
    expect(rates.at(0.3)).toEqual({ threshold: 0.3, fmr: 5 / 10, fnmr: 0 })
  })

  it('meet where the rates are nearest', () => {
    // At 0.6: FMR 2/10, FNMR 1/5.
    expect(rates.equalErrorRate()).toMatchObject({ rate: 0.2, fmr: 0.2, fnmr: 0.2 })
  })

  it('find thresholds for a target, halfway between scores', () => {
    expect(rates.thresholdAtFmr(0.1)).toBeCloseTo((0.6 + 0.75) / 2, 12)
    expect(rates.thresholdAtFmr(0.19)).toBeCloseTo((0.6 + 0.75) / 2, 12)
    expect(rates.falseMatchesAt(rates.thresholdAtFmr(0))).toBe(0)
    expect(rates.thresholdAtFnmr(0.2)).toBeCloseTo((0.4 + 0.7) / 2, 12)
    expect(rates.thresholdAtFnmr(0)).toBe(0.4)
  })
})

describe('error rates of any scores', () => {
  const score = fc.integer({ min: -50, max: 50 }).map((n) => n / 50)
  const scores = fc.array(score, { minLength: 1, maxLength: 60 })

  it('agree with plain counting', () => {
    fc.assert(
      fc.property(scores, scores, score, (own, others, threshold) => {
        const point = createErrorRates({ mated: own, nonMated: others }).at(threshold)
        expect(point.fmr).toBeCloseTo(others.filter((s) => s >= threshold).length / others.length, 12)
        expect(point.fnmr).toBeCloseTo(own.filter((s) => s < threshold).length / own.length, 12)
      }),
    )
  })

  it('keep every target, and no lower FMR threshold or higher FNMR threshold would', () => {
    fc.assert(
      fc.property(scores, scores, fc.double({ min: 0, max: 0.999, noNaN: true }), (own, others, target) => {
        const rates = createErrorRates({ mated: own, nonMated: others })
        const high = rates.thresholdAtFmr(target)
        const below = others.filter((s) => s < high)
        expect(rates.at(high).fmr).toBeLessThanOrEqual(target + 1e-9)
        if (below.length > 0) expect(rates.at(Math.max(...below)).fmr).toBeGreaterThan(target)
        const low = rates.thresholdAtFnmr(target)
        const above = own.filter((s) => s > low)
        expect(rates.at(low).fnmr).toBeLessThanOrEqual(target + 1e-9)
        if (above.length > 0 && !own.includes(low)) {
          expect(rates.at(Math.min(...above) + 1e-9).fnmr).toBeGreaterThan(target)
        }
      }),
    )
  })

  it('have an equal error rate that no threshold among the scores comes nearer to', () => {
    fc.assert(
      fc.property(scores, scores, (own, others) => {
        const rates = createErrorRates({ mated: own, nonMated: others })
        const eer = rates.equalErrorRate()
        const gaps = [...own, ...others].map((t) => Math.abs(rates.at(t).fmr - rates.at(t).fnmr))
        expect(Math.abs(eer.fmr - eer.fnmr)).toBeCloseTo(Math.min(...gaps), 12)
      }),
    )
  })

  it('fall and rise along the curve, which spans both ends', () => {
    fc.assert(
      fc.property(scores, scores, (own, others) => {
        const curve = createErrorRates({ mated: own, nonMated: others }).curve(60)
        for (let i = 1; i < curve.length; i++) {
          expect(curve[i]!.fmr).toBeLessThanOrEqual(curve[i - 1]!.fmr)
          expect(curve[i]!.fnmr).toBeGreaterThanOrEqual(curve[i - 1]!.fnmr)
        }
        expect(Math.max(...curve.map(({ fmr }) => fmr))).toBe(1)
        expect(Math.min(...curve.map(({ fnmr }) => fnmr))).toBe(0)
      }),
    )
  })
})

it('refuses a sample without comparisons of a kind, or with a score that is no number', () => {
  expect(() => createErrorRates({ mated: [], nonMated })).toThrow('no mated comparison')
  expect(() => createErrorRates({ mated, nonMated: new Float32Array() })).toThrow('no non-mated comparison')
  expect(() => createErrorRates({ mated: [0.5, Number.NaN], nonMated })).toThrow('not a finite number')
})
