import { CHANNELS, type Image, type ImageFormat } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toLuminance } from './to-luminance.js'

function flat(format: ImageFormat, values: readonly number[], width = 6, height = 4): Image {
  const data = new Uint8Array(width * height * CHANNELS[format])
  for (let index = 0; index < data.length; index++) data[index] = values[index % values.length]!
  return { width, height, format, data }
}

describe('toLuminance', () => {
  test('grey is itself in every format', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), (value) => {
        for (const image of [
          flat('gray8', [value]),
          flat('rgb8', [value]),
          flat('rgba8', [value, value, value, 9]),
        ]) {
          expect(new Set(toLuminance(image).data)).toEqual(new Set([value]))
        }
      }),
    )
  })

  test.each([
    [[255, 0, 0], 76],
    [[0, 255, 0], 150],
    [[0, 0, 255], 29],
  ])('Rec. 601 weights: %o gives %i', (color, luma) => {
    expect(toLuminance(flat('rgb8', color)).data[0]).toBe(luma)
  })
})
