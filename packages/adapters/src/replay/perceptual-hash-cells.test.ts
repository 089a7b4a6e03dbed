import { CHANNELS, type Image } from '@faceward/spec'
import { expect, it } from 'vitest'
import { hammingDistance, perceptualHash } from './perceptual-hash.js'

function noise(width: number, height: number, format: 'gray8' | 'rgb8' | 'rgba8'): Image {
  const state = { word: 1 + width * height }
  const data = Uint8Array.from({ length: width * height * CHANNELS[format] }, () => {
    state.word = (Math.imul(state.word, 1_664_525) + 1_013_904_223) >>> 0
    return state.word >>> 24
  })
  return { width, height, format, data }
}

/** Rec. 601's luma of a pixel. */
function lumaAt({ width, format, data }: Image, x: number, y: number): number {
  const at = (y * width + x) * CHANNELS[format]
  if (format === 'gray8') return data[at]!
  return 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!
}

/** As the documentation says it: means of cells of a grid of 33 x 16, of every `step`-th pixel; a bit where the right is darker. */
function expectedHash(image: Image, step: number): Uint32Array {
  const cells = Array.from({ length: 16 }, () => Array.from({ length: 33 }, () => [] as number[]))
  const [cellWidth, cellHeight] = [image.width / 33, image.height / 16]
  for (let y = 0; y < image.height; y++)
    for (let x = 0; x < image.width; x++) {
      if ((x % cellWidth) % step !== 0 || (y % cellHeight) % step !== 0) continue
      cells[Math.floor(y / cellHeight)]![Math.floor(x / cellWidth)]!.push(lumaAt(image, x, y))
    }
  const means = cells.map((row) =>
    row.map((lumas) => lumas.reduce((sum, luma) => sum + luma, 0) / lumas.length),
  )
  return Uint32Array.from(means, (row) =>
    row.slice(0, 32).reduce((word, mean, column) => (mean > row[column + 1]! ? word + 2 ** column : word), 0),
  )
}

it.each([
  ['gray8', 4, 3, 1],
  ['rgb8', 8, 8, 1],
  ['rgba8', 1, 1, 1],
  ['gray8', 15, 15, 1],
  ['rgb8', 16, 16, 2],
  ['gray8', 24, 24, 3],
] as const)(
  '%s of cells of %i x %i: each against its right neighbour, by every %i. pixel',
  (format, cellWidth, cellHeight, step) => {
    const image = noise(33 * cellWidth, 16 * cellHeight, format)
    expect(hammingDistance(perceptualHash(image), expectedHash(image, step))).toBe(0)
  },
)

it('a picture smaller than the grid is read where it has pixels, and evenly lit ones have no bits', () => {
  const narrow: Image = { width: 2, height: 1, format: 'gray8', data: Uint8Array.of(9, 3) }
  // The only step is from the 9 to the 3: between columns 16 and 17 of 33, in every row.
  expect([...perceptualHash(narrow)]).toEqual(Array(16).fill(2 ** 16))
  expect([...perceptualHash({ ...narrow, data: Uint8Array.of(5, 5) })]).toEqual(Array(16).fill(0))
})
