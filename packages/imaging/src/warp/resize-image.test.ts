import { type Image, ImagingError } from '@faceward/spec'
import { expect, test } from 'vitest'
import { resizeImage } from './resize-image.js'

const quarters: Image = {
  width: 4,
  height: 4,
  format: 'gray8',
  data: Uint8Array.from([0, 10, 100, 110, 20, 30, 120, 130, 50, 50, 200, 200, 50, 50, 200, 220]),
}

test('halving gives the mean of each four pixels', () => {
  const half = resizeImage(quarters, { width: 2, height: 2 })
  expect([...half.data]).toEqual([15, 15, 15, 115, 115, 115, 50, 50, 50, 205, 205, 205])
})

test('each axis follows its own scale', () => {
  const row = resizeImage(quarters, { width: 4, height: 1 })
  expect([0, 3, 6, 9].map((index) => row.data[index])).toEqual([30, 35, 155, 165])
})

test('enlarging a picture repeats its edge instead of darkening it', () => {
  const white: Image = { width: 3, height: 2, format: 'gray8', data: new Uint8Array(6).fill(255) }
  expect(new Set(resizeImage(white, { width: 11, height: 7 }).data)).toEqual(new Set([255]))
})

test('enlarging twice interpolates linearly between pixel centres', () => {
  const pair: Image = { width: 2, height: 1, format: 'gray8', data: Uint8Array.of(0, 100) }
  const wide = resizeImage(pair, { width: 4, height: 1 })
  expect([0, 3, 6, 9].map((index) => wide.data[index])).toEqual([0, 25, 75, 100])
})

test('a size without pixels: a typed error', () => {
  expect(() => resizeImage(quarters, { width: 0, height: 4 })).toThrow(ImagingError)
})
