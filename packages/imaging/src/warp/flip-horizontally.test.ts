import { CHANNELS, type Image, type ImageFormat } from '@faceward/spec'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { flipHorizontally } from './flip-horizontally.js'

const image = fc
  .record({
    width: fc.integer({ min: 1, max: 9 }),
    height: fc.integer({ min: 1, max: 5 }),
    format: fc.constantFrom<ImageFormat>('rgb8', 'rgba8', 'gray8'),
  })
  .chain((shape) =>
    fc
      .uint8Array({
        minLength: shape.width * shape.height * CHANNELS[shape.format],
        maxLength: shape.width * shape.height * CHANNELS[shape.format],
      })
      .map((data): Image => ({ ...shape, data })),
  )

test('a pixel moves to the mirrored column of its row', () => {
  fc.assert(
    fc.property(image, (source) => {
      const step = CHANNELS[source.format]
      const flipped = flipHorizontally(source)
      for (let y = 0; y < source.height; y++) {
        for (let x = 0; x < source.width; x++) {
          const from = (y * source.width + x) * step
          const to = (y * source.width + source.width - 1 - x) * step
          expect(flipped.data.slice(to, to + step)).toEqual(source.data.slice(from, from + step))
        }
      }
    }),
  )
})

test('flipping twice gives the picture back, and leaves the first one alone', () => {
  fc.assert(
    fc.property(image, (source) => {
      const before = source.data.slice()
      expect(flipHorizontally(flipHorizontally(source))).toEqual(source)
      expect(source.data).toEqual(before)
    }),
  )
})
