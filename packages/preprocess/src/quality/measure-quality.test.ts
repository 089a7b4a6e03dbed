import { resizeImage } from '@faceward/imaging'
import type { FivePoints, HeadPose, Image } from '@faceward/spec'
import { describe, expect, test } from 'vitest'
import { measureQuality } from './measure-quality.js'

const straight: HeadPose = { yawDegrees: 0, pitchDegrees: 0, rollDegrees: 0 }
const eye = { x: 0, y: 0 }

function pointsApart(distance: number): FivePoints {
  const leftEye = { x: 0.6 * distance, y: 0.8 * distance }
  return { rightEye: eye, leftEye, noseTip: eye, mouthRight: eye, mouthLeft: eye }
}

/** A picture of broad and fine stripes about a mean. */
function striped(mean: number, amplitude: number): Image {
  const data = new Uint8Array(112 * 112)
  for (let index = 0; index < data.length; index++) {
    const x = index % 112
    const y = Math.floor(index / 112)
    data[index] = mean + amplitude * (0.7 * Math.sin(y / 9) + 0.3 * Math.sin(x * 1.5))
  }
  return { width: 112, height: 112, format: 'gray8', data }
}

const clear = striped(130, 60)
const measured = measureQuality(clear, pointsApart(60), straight).quality

test('measures brightness, contrast and the distance of the eyes', () => {
  expect(measured.brightness).toBeGreaterThan(120)
  expect(measured.brightness).toBeLessThan(140)
  expect(measured.contrast).toBeGreaterThan(25)
  expect(measured.interocularPixels).toBeCloseTo(60, 9)
})

describe('overall falls', () => {
  const cases: Readonly<Record<string, number>> = {
    'with blur': measureQuality(
      resizeImage(resizeImage(clear, { width: 28, height: 28 }), clear),
      pointsApart(60),
      straight,
    ).quality.overall,
    'with darkness': measureQuality(striped(45, 30), pointsApart(60), straight).quality.overall,
    'with too much light': measureQuality(striped(225, 29), pointsApart(60), straight).quality.overall,
    'with low contrast': measureQuality(striped(130, 15), pointsApart(60), straight).quality.overall,
    'with a small face': measureQuality(clear, pointsApart(25), straight).quality.overall,
    'with a turned head': measureQuality(clear, pointsApart(60), { ...straight, yawDegrees: 45 }).quality
      .overall,
  }
  test.each(Object.entries(cases))('%s', (_, overall) => {
    expect(overall).toBeLessThan(0.97 * measured.overall)
    expect(overall).toBeGreaterThanOrEqual(0)
  })
})

test('stays within 0 and 1 at the ends: black, white, turned away, no size', () => {
  const flat = (value: number): Image => ({ ...clear, data: new Uint8Array(112 * 112).fill(value) })
  for (const image of [flat(0), flat(255), clear]) {
    for (const yawDegrees of [0, 120]) {
      const { overall } = measureQuality(image, pointsApart(0), { ...straight, yawDegrees }).quality
      expect(overall).toBe(0)
    }
  }
  expect(measured.overall).toBeLessThanOrEqual(1)
})
