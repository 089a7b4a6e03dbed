import { describe, expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '../preprocess-limits.js'
import { brokenLimits, type MeasuredFace } from './check-limits.js'

const good: MeasuredFace = {
  quality: { overall: 0.9, sharpness: 120, brightness: 130, contrast: 40, interocularPixels: 60 },
  luminance: { mean: 130, standardDeviation: 40, brightShare: 0, darkShare: 0, pixels: 4000 },
  pose: { yawDegrees: 5, pitchDegrees: -5, rollDegrees: 3 },
  visibleShare: 1,
}
const quality = (change: Partial<MeasuredFace['quality']>): MeasuredFace => ({
  ...good,
  quality: { ...good.quality, ...change },
})
const pose = (change: Partial<MeasuredFace['pose']>): MeasuredFace => ({
  ...good,
  pose: { ...good.pose, ...change },
})

test('a good face breaks nothing', () => {
  expect(brokenLimits(good, DEFAULT_LIMITS)).toEqual([])
})

test.each([
  ['face_too_small', quality({ interocularPixels: 23 })],
  ['face_cut_off', { ...good, visibleShare: 0.8 }],
  ['turned_too_far', pose({ yawDegrees: -51 })],
  ['turned_too_far', pose({ yawDegrees: 51 })],
  ['turned_too_far', pose({ pitchDegrees: 41 })],
  ['turned_too_far', pose({ rollDegrees: -46 })],
  ['too_dark', quality({ brightness: 39 })],
  ['too_bright', quality({ brightness: 216 })],
  ['too_bright', { ...good, luminance: { ...good.luminance, brightShare: 0.3 } }],
  ['too_blurred', quality({ sharpness: 17 })],
] as const)('%s', (code, face) => {
  expect(brokenLimits(face, DEFAULT_LIMITS)).toEqual([code])
})

test('every broken limit is named, not only the first', () => {
  const face = { ...pose({ yawDegrees: 80 }), visibleShare: 0.2 }
  expect(brokenLimits(face, DEFAULT_LIMITS)).toEqual(['face_cut_off', 'turned_too_far'])
})

test('a face turned aside is judged by its turn, not by how near its eyes have come', () => {
  const turned = { ...quality({ interocularPixels: 20 }), pose: { ...good.pose, yawDegrees: 60 } }
  expect(brokenLimits(turned, DEFAULT_LIMITS)).toEqual(['turned_too_far'])
  const small = { ...quality({ interocularPixels: 6 }), pose: { ...good.pose, yawDegrees: 60 } }
  expect(brokenLimits(small, DEFAULT_LIMITS)).toEqual(['face_too_small', 'turned_too_far'])
})

describe('blur and contrast', () => {
  test('a flat but sharp face is not called blurred', () => {
    expect(brokenLimits(quality({ sharpness: 15, contrast: 16 }), DEFAULT_LIMITS)).toEqual([])
  })
})

test('limits can be moved', () => {
  const strict = { ...DEFAULT_LIMITS, maximumYawDegrees: 4 }
  expect(brokenLimits(good, strict)).toEqual(['turned_too_far'])
})
