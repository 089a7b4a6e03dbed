import type { FaceRelief } from '@faceward/imaging'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DepthFeatures } from './depth-features.js'
import { stereoNoise } from './stereo-noise.js'
import { templeFall } from './temple-fall.js'
import { noWornSheet } from './worn-sheet.js'

type Seen = Pick<
  DepthFeatures,
  'skinUnevennessMm' | 'noiseMm' | 'templeFallMm' | 'leastCurvature' | 'eyeRimMm'
>
const marginOf = (seen: Seen, stereoMm = 0) => noWornSheet(seen as DepthFeatures, stereoMm)
const face: Seen = {
  skinUnevennessMm: 2.9,
  noiseMm: 0.8,
  templeFallMm: 12,
  leastCurvature: 2,
  eyeRimMm: 3.2,
}
const sheet: Seen = {
  skinUnevennessMm: 0.9,
  noiseMm: 0.6,
  templeFallMm: -7,
  leastCurvature: -0.4,
  eyeRimMm: 14,
}

describe('noWornSheet', () => {
  it('tells a typical face from a typical worn print, on either side of 0', () => {
    expect(marginOf(face)).toBeGreaterThan(2)
    expect(marginOf(sheet)).toBeLessThan(-2)
  })

  it('is never raised by a smoother skin, a higher rim, temples that stand out, or a straighter surface', () => {
    const more = fc.double({ min: 0, max: 30, noNaN: true })
    fc.assert(
      fc.property(more, more, more, more, (smoother, rim, out, straighter) => {
        const worse: Seen = {
          ...face,
          skinUnevennessMm: Math.max(0, face.skinUnevennessMm - smoother),
          eyeRimMm: face.eyeRimMm + rim,
          templeFallMm: face.templeFallMm - out,
          leastCurvature: face.leastCurvature - straighter,
        }
        expect(marginOf(worse)).toBeLessThanOrEqual(marginOf(face) + 1e-9)
      }),
    )
  })

  it("takes a stereo camera's noise for noise, not for skin", () => {
    const far = stereoNoise('active-stereo', 950)
    expect(far).toBeCloseTo(3.6, 1)
    expect(stereoNoise('active-stereo', 475)).toBeCloseTo(far / 4, 6)
    expect(stereoNoise('time-of-flight', 950)).toBe(0)
    const noisySheet = { ...sheet, skinUnevennessMm: 3.3, noiseMm: 0.98, eyeRimMm: 4.5, templeFallMm: 9 }
    expect(marginOf(noisySheet)).toBeGreaterThan(0)
    expect(marginOf(noisySheet, far)).toBeLessThan(0)
  })
})

/** A lattice of 3.6 mm pitch; eyes at (-31.5, 0) and (31.5, 0). */
function reliefOf(height: (u: number, v: number) => number, isMeasured = (_: number) => true): FaceRelief {
  const size = 56
  const at = Array.from({ length: size * size }, (_, i) => ({
    u: ((i % size) - 28) * 3.5,
    v: (Math.floor(i / size) - 28) * 3.5,
  }))
  const landmarks = {
    rightEye: 28 * size + 19,
    leftEye: 28 * size + 37,
    noseTip: 0,
    mouthRight: 0,
    mouthLeft: 0,
  }
  return {
    size,
    u: Float32Array.from(at, ({ u }) => u),
    v: Float32Array.from(at, ({ v }) => v),
    height: Float32Array.from(at, ({ u, v }) => height(u, v)),
    valid: Uint8Array.from(at, ({ u }) => (isMeasured(u) ? 1 : 0)),
    landmarks,
    interocularMm: 63,
    distanceMm: 500,
    yawDegrees: 0,
    pitchDegrees: 0,
    validShare: 1,
  }
}

describe('templeFall', () => {
  const round = (u: number) => -(u * u) / 140

  it('is what a round head falls back by beside its eyes, also when one temple is hidden', () => {
    // From 31.5 mm to about 54 mm off the middle: (54^2 - 31.5^2) / 140.
    expect(templeFall(reliefOf(round))).toBeGreaterThan(10)
    expect(templeFall(reliefOf(round))).toBeLessThan(18)
    expect(templeFall(reliefOf(round, (u) => u < 20))).toBeGreaterThan(10)
  })

  it('is negative where eyes lie deeper than what is beside them, and 0 when nothing was measured there', () => {
    const isHole = (u: number, v: number) => Math.hypot(Math.abs(u) - 31.5, v) < 14
    expect(templeFall(reliefOf((u, v) => (isHole(u, v) ? -12 : 0)))).toBeCloseTo(-12, 0)
    expect(templeFall(reliefOf(round, (u) => Math.abs(u) < 40))).toBe(0)
  })
})
