import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tilesOf, toImage, wholeImage, windowAbout, windowTransform } from './image-window.js'

test('a face up to the overlap is whole in one of the tiles', () => {
  fc.assert(
    fc.property(
      fc.record({ width: fc.integer({ min: 50, max: 4000 }), height: fc.integer({ min: 50, max: 4000 }) }),
      fc.integer({ min: 40, max: 2000 }),
      fc.constantFrom(0.2, 0.3, 0.5),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (image, side, overlap, right, down) => {
        const face = Math.min(overlap * side, image.width, image.height)
        const x = right * (image.width - face)
        const y = down * (image.height - face)
        const whole = tilesOf(image, side, overlap).some(
          (tile) =>
            x >= tile.centerX - side / 2 - 1e-6 &&
            y >= tile.centerY - side / 2 - 1e-6 &&
            x + face <= tile.centerX + side / 2 + 1e-6 &&
            y + face <= tile.centerY + side / 2 + 1e-6,
        )
        expect(whole).toBe(true)
      },
    ),
  )
})

test('a picture smaller than a tile needs one', () => {
  expect(tilesOf({ width: 100, height: 60 }, 128, 0.3)).toEqual([{ centerX: 50, centerY: 30, side: 128 }])
})

test('the whole image is padded to a centred square', () => {
  const transform = windowTransform(wholeImage({ width: 640, height: 480 }), 256)
  const { box, points } = toImage(
    { score: 1, box: { x: 0, y: 32, width: 256, height: 192 }, points: [{ x: 128, y: 128 }] },
    transform,
  )
  expect(box).toEqual({ x: 0, y: 0, width: 640, height: 480 })
  expect(points).toEqual([{ x: 320, y: 240 }])
})

test('a closer look is centred on the box', () => {
  const window = windowAbout({ x: 10, y: 20, width: 30, height: 40 }, 3)
  expect(window).toEqual({ centerX: 25, centerY: 40, side: 120 })
})
