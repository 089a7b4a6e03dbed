import { FusionError } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calibrateCosine } from './calibrate-cosine.js'

const calibration = { slope: 36.6, midpoint: 0.7924 }
const cosine = fc.double({ min: -1, max: 1, noNaN: true })

describe('calibrateCosine', () => {
  it('gives one half at the midpoint and the logistic of the distance to it elsewhere', () => {
    expect(calibrateCosine(calibration, 0.7924)).toBe(0.5)
    // ln(0.85 / 0.15) = 1.7346010553881064: the distance in units of 1 / slope at which 0.85 stands.
    expect(calibrateCosine(calibration, 0.7924 + 1.7346010553881064 / 36.6)).toBeCloseTo(0.85, 12)
    expect(calibrateCosine(calibration, 0.7924 - 1.7346010553881064 / 36.6)).toBeCloseTo(0.15, 12)
  })

  it('never decreases and stays in 0..1', () => {
    fc.assert(
      fc.property(cosine, cosine, fc.double({ min: 0.1, max: 200, noNaN: true }), (a, b, slope) => {
        const low = calibrateCosine({ slope, midpoint: 0.5 }, Math.min(a, b))
        const high = calibrateCosine({ slope, midpoint: 0.5 }, Math.max(a, b))
        expect(low).toBeLessThanOrEqual(high)
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('takes the rounding of float32 past 1 as 1, and refuses what is no cosine', () => {
    expect(calibrateCosine(calibration, 1.000001)).toBe(calibrateCosine(calibration, 1))
    for (const value of [1.1, -1.1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => calibrateCosine(calibration, value)).toThrow(FusionError)
    }
  })
})
