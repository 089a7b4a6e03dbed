import { describe, expect, it } from 'vitest'
import { createErrorRates } from '../recognition/error-rates.js'
import { createSeededRandom } from '../statistics/seeded-random.js'
import { cosineOf, fitCalibration, similarityOf } from './fit-calibration.js'

function normal(count: number, mean: number, deviation: number, seed: number): Float64Array {
  const random = createSeededRandom(seed)
  return Float64Array.from({ length: count }, () => mean + deviation * random.normal())
}

const overlapping = { mated: normal(4000, 0.55, 0.13, 1), nonMated: normal(200_000, 0, 0.1, 2) }

describe('fitCalibration', () => {
  it('makes 0.85 the target FMR and 0.45 the target FNMR, exactly on the sample', () => {
    const fit = fitCalibration({ ...overlapping, targetFmr: 1e-4, targetFnmr: 0.005 })
    const similarities = {
      mated: overlapping.mated.map((cosine) => similarityOf(fit, cosine)),
      nonMated: overlapping.nonMated.map((cosine) => similarityOf(fit, cosine)),
    }
    const rates = createErrorRates(similarities)
    expect(rates.at(0.85).fmr).toBe(20 / 200_000)
    expect(rates.at(0.45).fnmr).toBe(20 / 4000)
    expect(fit.separation).toBe('overlapping')
    expect(fit.extrapolated).toBeUndefined()
    expect(similarityOf(fit, fit.acceptCosine)).toBeCloseTo(0.85, 12)
    expect(similarityOf(fit, fit.rejectCosine)).toBeCloseTo(0.45, 12)
    expect(cosineOf(fit, 0.85)).toBeCloseTo(fit.acceptCosine, 12)
  })

  it('states measured rates with exact bounds at its operating points', () => {
    const fit = fitCalibration({ ...overlapping, targetFmr: 1e-4, targetFnmr: 0.005 })
    const accept = fit.operatingPoints.find(({ similarity }) => similarity === 0.85)!
    expect(accept.fmr).toBe(1e-4)
    // scipy 1.17.1: beta.ppf(.95, 21, 200000-20)
    expect(accept.fmrUpper95).toBeCloseTo(0.00014531, 7)
    expect(accept.fnmrUpper95).toBeGreaterThan(accept.fnmr)
    const falling = fit.operatingPoints.map(({ fmr }) => fmr)
    expect([...falling].sort((a, b) => b - a)).toEqual(falling)
  })

  it('keeps both promises as "at most" when a model separates cleanly', () => {
    const clean = { mated: normal(3000, 0.9, 0.02, 3), nonMated: normal(50_000, 0.1, 0.05, 4) }
    const fit = fitCalibration({ ...clean, targetFmr: 1e-3, targetFnmr: 0.01 })
    const rates = createErrorRates(clean)
    expect(fit.separation).toBe('separated')
    expect(fit.slope).toBeGreaterThan(0)
    expect(rates.at(fit.acceptCosine).fmr).toBeLessThanOrEqual(1e-3)
    expect(rates.at(fit.rejectCosine).fnmr).toBeLessThanOrEqual(0.01)
    expect(rates.at(fit.rejectCosine).fmr).toBe(1e-3)
    expect(rates.at(fit.acceptCosine).fnmr).toBe(0.01)
  })

  it('never leaves a zone so narrow that rounding decides', () => {
    // Both targets fall on nearly the same cosine.
    const { mated, nonMated } = { mated: normal(20_000, 0.4, 0.1, 5), nonMated: normal(20_000, 0, 0.1, 6) }
    const fit = fitCalibration({ mated, nonMated, targetFmr: 0.0227, targetFnmr: 0.0227 })
    const rates = createErrorRates({ mated, nonMated })
    expect(fit.acceptCosine - fit.rejectCosine).toBeCloseTo(0.02, 9)
    expect(rates.at(fit.acceptCosine).fmr).toBeLessThanOrEqual(0.0227)
    expect(rates.at(fit.rejectCosine).fnmr).toBeLessThanOrEqual(0.0227)
  })

  it('refuses targets that the sample cannot support, saying what would', () => {
    const few = { mated: normal(2000, 0.6, 0.1, 7), nonMated: normal(20, 0, 0.1, 8) }
    expect(() => fitCalibration({ ...few, targetFmr: 1e-5, targetFnmr: 0.005 })).toThrow(
      'FMR 0.00001 needs 300,000 non-mated comparisons; there are 20.',
    )
    expect(() => fitCalibration({ ...overlapping, targetFmr: 1e-4, targetFnmr: 5e-4 })).toThrow(
      'FNMR 0.0005 needs 6,000 mated comparisons; there are 4,000.',
    )
  })

  it('extrapolates when told, marks it, and comes near the truth', () => {
    // 20,000 comparisons support 1.5e-4; ask for 1e-5.
    const nonMated = normal(20_000, 0, 0.1, 9)
    const fit = fitCalibration({
      mated: overlapping.mated,
      nonMated,
      targetFmr: 1e-5,
      targetFnmr: 0.005,
      whenUnsupported: 'extrapolate',
    })
    expect(fit.extrapolated).toBe(true)
    // The normal quantile of 1e-5 is 4.265 deviations (scipy norm.isf).
    expect(fit.acceptCosine).toBeGreaterThan(0.38)
    expect(fit.acceptCosine).toBeLessThan(0.48)
  })

  it('does not extrapolate from next to nothing', () => {
    const whenUnsupported = 'extrapolate'
    const { mated } = overlapping
    const targets = { targetFmr: 1e-5, targetFnmr: 0.005, whenUnsupported } as const
    expect(() => fitCalibration({ mated, nonMated: normal(20, 0, 0.1, 1), ...targets })).toThrow('too far')
    expect(() =>
      fitCalibration({ mated, nonMated: normal(400, 0, 0.1, 1), ...targets, targetFmr: 1e-3 }),
    ).toThrow('500 comparisons')
  })

  it('refuses scores that do not tell people apart', () => {
    const { mated, nonMated } = { mated: normal(4000, 0, 0.1, 1), nonMated: normal(40_000, 0, 0.1, 2) }
    expect(() => fitCalibration({ mated, nonMated, targetFmr: 1e-3, targetFnmr: 0.01 })).toThrow(
      'hardly differ',
    )
  })
})
