import { calibrationSchema } from '@faceward/spec/schemas'
import { describe, expect, it } from 'vitest'
import { DEFAULT_EMBEDDER } from './default-embedder.js'

const calibration = DEFAULT_EMBEDDER.calibration!
const at = (similarity: number) =>
  calibration.operatingPoints.find((point) => point.similarity === similarity)!

describe('the calibration of the default embedder', () => {
  it('is a calibration, with everything needed to make it again', () => {
    expect(calibrationSchema.parse(calibration)).toEqual(calibration)
    expect(calibration.provenance.command).toContain('faceward calibrate')
    expect(calibration.provenance.pipeline).toContain(`${DEFAULT_EMBEDDER.id}@`)
    expect(calibration.provenance.extrapolated).toBeUndefined()
  })

  it('makes 0.85 an FMR of 1 in 10,000 and 0.45 an FNMR of 0.5 %, on more than enough comparisons', () => {
    expect(at(0.85).fmr).toBeGreaterThan(0.9e-4)
    expect(at(0.85).fmr).toBeLessThanOrEqual(1e-4)
    expect(at(0.45).fnmr).toBeLessThanOrEqual(0.005)
    expect(calibration.provenance.nonMatedComparisons).toBeGreaterThan(30 / 1e-4)
    expect(calibration.provenance.matedComparisons).toBeGreaterThan(3 / 0.005)
  })

  it('trades one rate for the other along the scale, each below its bound', () => {
    calibration.operatingPoints.reduce((lower, higher) => {
      expect(higher.fmr).toBeLessThanOrEqual(lower.fmr)
      expect(higher.fnmr).toBeGreaterThanOrEqual(lower.fnmr)
      return higher
    })
    for (const { fmr, fmrUpper95, fnmr, fnmrUpper95 } of calibration.operatingPoints) {
      expect(fmrUpper95).toBeGreaterThan(fmr)
      expect(fnmrUpper95).toBeGreaterThanOrEqual(fnmr)
    }
  })
})
