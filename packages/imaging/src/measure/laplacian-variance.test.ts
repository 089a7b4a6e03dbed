import { type Image, ImagingError } from '@faceward/spec'
import { describe, expect, test } from 'vitest'
import { laplacianVariance } from './laplacian-variance.js'

const gray = (value: number, width: number, height: number): Image => ({
  width,
  height,
  format: 'gray8',
  data: new Uint8Array(width * height).fill(value),
})

describe('laplacianVariance', () => {
  test('a plane has none, whatever its slope', () => {
    const data = Uint8Array.from({ length: 64 }, (_, index) => 3 * (index % 8) + 5 * Math.floor(index / 8))
    expect(laplacianVariance({ width: 8, height: 8, format: 'gray8', data })).toBe(0)
  })

  test('a single bright pixel, by hand', () => {
    const data = new Uint8Array(25)
    data[12] = 10
    // Nine inner pixels: -40 in the middle, 10 at its four neighbours, the mean is 0.
    const expected = (40 * 40 + 4 * 10 * 10) / 9
    expect(laplacianVariance({ width: 5, height: 5, format: 'gray8', data })).toBeCloseTo(expected, 9)
  })

  test('refuses what it cannot measure', () => {
    expect(() => laplacianVariance({ ...gray(1, 6, 4), format: 'rgb8' })).toThrow(ImagingError)
    expect(() => laplacianVariance(gray(1, 2, 9))).toThrow(ImagingError)
  })
})
