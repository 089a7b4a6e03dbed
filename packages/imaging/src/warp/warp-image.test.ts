import { CHANNELS, type Image, type ImageFormat, ImagingError } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { squareTransform } from '../alignment/face-square.js'
import { IDENTITY_TRANSFORM, type SimilarityTransform } from '../geometry/similarity-transform.js'
import { warpImage } from './warp-image.js'

function randomImage(width: number, height: number, format: ImageFormat, seed = 1): Image {
  const data = new Uint8Array(width * height * CHANNELS[format])
  let state = seed
  for (let index = 0; index < data.length; index++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    data[index] = state >>> 24
  }
  return { width, height, format, data }
}

function channel(image: Image, x: number, y: number, c: number): number {
  if (x < 0 || y < 0 || x >= image.width || y >= image.height) return 0
  const step = CHANNELS[image.format]
  return image.data[(y * image.width + x) * step + (step === 1 ? 0 : c)]!
}

/** Plain bilinear interpolation with a black border, written for the eye. */
function bilinear(image: Image, x: number, y: number, c: number): number {
  const left = Math.floor(x - 0.5)
  const top = Math.floor(y - 0.5)
  const fx = x - 0.5 - left
  const fy = y - 0.5 - top
  return (
    (1 - fx) * (1 - fy) * channel(image, left, top, c) +
    fx * (1 - fy) * channel(image, left + 1, top, c) +
    (1 - fx) * fy * channel(image, left, top + 1, c) +
    fx * fy * channel(image, left + 1, top + 1, c)
  )
}

/** The mean of the bilinear surface's pixels under the destination pixel's square, by brute force. */
function areaMean(image: Image, t: SimilarityTransform, x: number, y: number, c: number): number {
  const n = 24
  let sum = 0
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) {
      const u = x + (i + 0.5) / n
      const v = y + (j + 0.5) / n
      sum += channel(image, Math.floor(t.a * u - t.b * v + t.tx), Math.floor(t.b * u + t.a * v + t.ty), c)
    }
  }
  return sum / (n * n)
}

describe('warpImage', () => {
  test.each<ImageFormat>(['rgb8', 'rgba8', 'gray8'])(
    'by the identity it is the picture itself (%s)',
    (format) => {
      const source = randomImage(13, 9, format)
      const warped = warpImage(source, IDENTITY_TRANSFORM, source)
      expect(warped.format).toBe('rgb8')
      for (let y = 0; y < 9; y++) {
        for (let x = 0; x < 13; x++) {
          for (let c = 0; c < 3; c++) expect(channel(warped, x, y, c)).toBe(channel(source, x, y, c))
        }
      }
    },
  )

  test('by a whole shift it moves pixels, and what lies outside is black', () => {
    const source = randomImage(8, 8, 'rgb8')
    const warped = warpImage(source, { a: 1, b: 0, tx: -3, ty: 2 }, { width: 8, height: 8 })
    for (let y = 0; y < 8; y++) {
      for (let x = 0; x < 8; x++) expect(channel(warped, x, y, 1)).toBe(channel(source, x - 3, y + 2, 1))
    }
  })

  test('by a quarter turn it moves pixels exactly', () => {
    const source = randomImage(10, 10, 'rgb8')
    // (x, y) -> (10 - y, x)
    const warped = warpImage(source, { a: 0, b: 1, tx: 10, ty: 0 }, { width: 10, height: 10 })
    for (let y = 0; y < 10; y++) {
      for (let x = 0; x < 10; x++) expect(channel(warped, x, y, 2)).toBe(channel(source, 9 - y, x, 2))
    }
  })

  test('when enlarging it is bilinear interpolation', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.2, max: 1, noNaN: true }),
        fc.double({ min: -3.2, max: 3.2, noNaN: true }),
        fc.double({ min: -5, max: 15, noNaN: true }),
        fc.double({ min: -5, max: 15, noNaN: true }),
        fc.constantFrom<ImageFormat>('rgb8', 'rgba8', 'gray8'),
        fc.boolean(),
        (scale, angle, tx, ty, format, level) => {
          const source = randomImage(12, 10, format)
          const turn = level ? 0 : angle
          const t = { a: scale * Math.cos(turn), b: scale * Math.sin(turn), tx, ty }
          const warped = warpImage(source, t, { width: 7, height: 6 })
          for (let y = 0; y < 6; y++) {
            for (let x = 0; x < 7; x++) {
              const sx = t.a * (x + 0.5) - t.b * (y + 0.5) + tx
              const sy = t.b * (x + 0.5) + t.a * (y + 0.5) + ty
              for (let c = 0; c < 3; c++) {
                expect(Math.abs(channel(warped, x, y, c) - bilinear(source, sx, sy, c))).toBeLessThan(0.51)
              }
            }
          }
        },
      ),
    )
  })

  test('when shrinking without rotation it is the mean of the area', () => {
    const source = randomImage(61, 47, 'rgb8')
    for (const scale of [1.4, 2, 2.75, 6.3, 11]) {
      const t = { a: scale, b: 0, tx: -1.7, ty: 0.4 }
      const size = { width: Math.floor(60 / scale), height: Math.floor(46 / scale) }
      const warped = warpImage(source, t, size)
      for (let y = 0; y < size.height; y++) {
        for (let x = 0; x < size.width; x++) {
          // 24 x 24 samples of a picture of steps are good to a few counts.
          expect(Math.abs(channel(warped, x, y, 0) - areaMean(source, t, x, y, 0))).toBeLessThan(8)
        }
      }
    }
  })

  test('when shrinking with rotation it stays near the mean of the area', () => {
    // Noise blurred over 5 pixels: what a lens leaves of a picture.
    const noise = randomImage(120, 120, 'gray8')
    const data = new Uint8Array(noise.data.length)
    for (let y = 0; y < 120; y++) {
      for (let x = 0; x < 120; x++) {
        let sum = 0
        for (let j = -2; j <= 2; j++)
          for (let i = -2; i <= 2; i++) sum += channel(noise, (x + i + 120) % 120, (y + j + 120) % 120, 0)
        data[y * 120 + x] = sum / 25
      }
    }
    const source: Image = { ...noise, data }
    for (const scale of [1.3, 2, 3.5, 4.6, 9.2]) {
      const side = Math.floor(80 / scale)
      const t = squareTransform({ x: 60, y: 60 }, 80, 0.5, { width: side, height: side })
      const warped = warpImage(source, t, { width: side, height: side })
      let squares = 0
      for (let y = 0; y < side; y++) {
        for (let x = 0; x < side; x++)
          squares += (channel(warped, x, y, 0) - areaMean(source, t, x, y, 0)) ** 2
      }
      expect(Math.sqrt(squares / (side * side))).toBeLessThan(4)
    }
  })

  test('a constant picture stays constant', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.3, max: 14, noNaN: true }),
        fc.double({ min: -3.2, max: 3.2, noNaN: true }),
        fc.integer({ min: 0, max: 255 }),
        fc.constantFrom('black' as const, 'clamp' as const),
        (scale, angle, value, border) => {
          const source: Image = {
            width: 200,
            height: 180,
            format: 'gray8',
            data: new Uint8Array(36000).fill(value),
          }
          const size = { width: 5, height: 4 }
          // Inside the picture for the black border, anywhere for the clamped one.
          const center = border === 'black' ? { x: 100, y: 90 } : { x: 190, y: -40 }
          const t = squareTransform(center, scale * 4, angle, size)
          expect(new Set(warpImage(source, t, size, { border }).data)).toEqual(new Set([value]))
        },
      ),
    )
  })

  test('a checkerboard of single pixels becomes even grey at every angle and scale from 2 on', () => {
    const width = 160
    const data = new Uint8Array(width * width)
    for (let index = 0; index < data.length; index++)
      data[index] = (index + Math.floor(index / width)) % 2 ? 255 : 0
    const source: Image = { width, height: width, format: 'gray8', data }
    fc.assert(
      fc.property(
        fc.double({ min: 2, max: 10, noNaN: true }),
        fc.double({ min: -3.2, max: 3.2, noNaN: true }),
        fc.boolean(),
        (scale, angle, level) => {
          const t = squareTransform({ x: 80, y: 80 }, scale * 9, level ? 0 : angle, { width: 9, height: 9 })
          for (const value of warpImage(source, t, { width: 9, height: 9 }).data) {
            // A mean over 3 pixels keeps 1/3 of the contrast an axis, 1/9 in all.
            expect(Math.abs(value - 127.5)).toBeLessThan(127.5 / 9 + 1)
          }
        },
      ),
    )
  })

  test('shrinking a whole picture keeps its mean', () => {
    const source = randomImage(96, 96, 'rgb8')
    const mean = (values: Uint8Array): number => values.reduce((sum, value) => sum + value, 0) / values.length
    for (const side of [95, 64, 40, 24, 7]) {
      const scale = 96 / side
      const warped = warpImage(source, { a: scale, b: 0, tx: 0, ty: 0 }, { width: side, height: side })
      expect(Math.abs(mean(warped.data) - mean(source.data))).toBeLessThan(0.2)
    }
  })

  test('entirely outside: black, or the nearest edge', () => {
    const source: Image = { width: 40, height: 40, format: 'gray8', data: new Uint8Array(1600).fill(200) }
    const size = { width: 3, height: 3 }
    for (const angle of [0, 0.3]) {
      for (const side of [2, 6, 40]) {
        const t = squareTransform({ x: 500, y: -300 }, side, angle, size)
        expect(new Set(warpImage(source, t, size).data)).toEqual(new Set([0]))
        expect(new Set(warpImage(source, t, size, { border: 'clamp' }).data)).toEqual(new Set([200]))
      }
    }
  })

  test('unusable input: a typed error', () => {
    const good = randomImage(4, 4, 'rgb8')
    const size = { width: 2, height: 2 }
    expect(() => warpImage({ ...good, width: 5 }, IDENTITY_TRANSFORM, size)).toThrow(ImagingError)
    expect(() => warpImage(good, IDENTITY_TRANSFORM, { width: 0, height: 2 })).toThrow(ImagingError)
    expect(() => warpImage(good, IDENTITY_TRANSFORM, { width: 2.5, height: 2 })).toThrow(ImagingError)
    expect(() => warpImage(good, { a: 0, b: 0, tx: 0, ty: 0 }, size)).toThrow(ImagingError)
    expect(() => warpImage(good, { a: 1, b: 0, tx: Number.NaN, ty: 0 }, size)).toThrow(ImagingError)
  })
})
