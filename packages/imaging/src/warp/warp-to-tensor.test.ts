import type { Image, ModelInput } from '@faceward/spec'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { squareTransform } from '../alignment/face-square.js'
import { flipHorizontally } from './flip-horizontally.js'
import { warpImage } from './warp-image.js'
import { warpToTensor } from './warp-to-tensor.js'

const source: Image = {
  width: 31,
  height: 23,
  format: 'rgb8',
  data: Uint8Array.from({ length: 31 * 23 * 3 }, (_, index) => (index * 7919) % 251),
}

const anyInput = fc.record({
  width: fc.integer({ min: 3, max: 12 }),
  height: fc.integer({ min: 3, max: 12 }),
  layout: fc.constantFrom('nchw' as const, 'nhwc' as const),
  colorOrder: fc.constantFrom('rgb' as const, 'bgr' as const),
  mean: fc.constantFrom<ModelInput['mean']>([0, 0, 0], [127.5, 127.5, 127.5], [103.939, 116.779, 123.68]),
  std: fc.constantFrom<ModelInput['std']>([1, 1, 1], [128, 127, 126], [255, 255, 255]),
})

test('a tensor holds the warped picture, normalised, in the layout and colour order asked for', () => {
  fc.assert(
    fc.property(
      anyInput,
      fc.double({ min: 2, max: 60, noNaN: true }),
      fc.constantFrom(0, 0.7),
      fc.boolean(),
      (input, side, angle, flip) => {
        const { width, height } = input
        const transform = squareTransform({ x: 14, y: 12 }, side, angle, input)
        const warped = warpImage(source, transform, input)
        const picture = flip ? flipHorizontally(warped) : warped
        const tensor = warpToTensor(source, transform, input, { flip })
        const planar = input.layout === 'nchw'
        expect(tensor.dims).toEqual(planar ? [1, 3, height, width] : [1, height, width, 3])
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            for (let c = 0; c < 3; c++) {
              const color = input.colorOrder === 'rgb' ? c : 2 - c
              const value = picture.data[(y * width + x) * 3 + color]!
              const index = planar ? c * width * height + y * width + x : (y * width + x) * 3 + c
              const back = tensor.data[index]! * input.std[c]! + input.mean[c]!
              // The picture is rounded to 8 bits, the tensor is not.
              expect(Math.abs(back - value)).toBeLessThan(0.502)
            }
          }
        }
      },
    ),
  )
})

test('values between the 8-bit counts survive', () => {
  const ramp: Image = { width: 2, height: 1, format: 'gray8', data: Uint8Array.of(10, 11) }
  const input: ModelInput = {
    width: 1,
    height: 1,
    layout: 'nchw',
    colorOrder: 'rgb',
    mean: [0, 0, 0],
    std: [1, 1, 1],
  }
  const { data } = warpToTensor(ramp, { a: 1, b: 0, tx: 0.25, ty: 0 }, input)
  expect(data[0]).toBeCloseTo(10.25, 5)
})
