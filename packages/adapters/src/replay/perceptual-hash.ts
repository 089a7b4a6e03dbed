import { CHANNELS, type Image } from '@faceward/spec'

const COLUMNS = 32
const ROWS = 16
/** Pixels read along each side of a cell, at most: enough for its mean. */
const SAMPLES = 8

/** Bits of a hash. */
export const HASH_BITS = COLUMNS * ROWS

/**
 * A difference hash (Krawetz 2013, with 32 x 16 cells): whether each cell is brighter than its right neighbour.
 * 16 words of 32 bits. The same pixels give the same bits, whatever file they were in. A copy compressed anew
 * differs in 8 to 83 bits, a second exposure of somebody who holds still in 12 to 88 (simulated people, see
 * docs/decisions/0050): the two cannot be told apart by it.
 */
export function perceptualHash(image: Image): Uint32Array {
  const words = new Uint32Array(HASH_BITS / 32)
  for (let row = 0; row < ROWS; row++) {
    let left = cellMean(image, 0, row)
    for (let column = 0; column < COLUMNS; column++) {
      const right = cellMean(image, column + 1, row)
      if (left > right) words[row] = (words[row] as number) | (1 << column)
      left = right
    }
  }
  return words
}

/** The number of bits in which two hashes differ. */
export function hammingDistance(one: Uint32Array, other: Uint32Array): number {
  let distance = 0
  for (let i = 0; i < one.length; i++) {
    let bits = (one[i] as number) ^ (other[i] as number)
    bits -= (bits >>> 1) & 0x55555555
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
    distance += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return distance
}

/** Mean luma (Rec. 601) of a cell of a 33 x 16 grid. */
function cellMean({ width, height, format, data }: Image, column: number, row: number): number {
  const channels = CHANNELS[format]
  const left = Math.floor((column * width) / (COLUMNS + 1))
  const right = Math.max(left + 1, Math.floor(((column + 1) * width) / (COLUMNS + 1)))
  const top = Math.floor((row * height) / ROWS)
  const bottom = Math.max(top + 1, Math.floor(((row + 1) * height) / ROWS))
  const stepX = Math.max(1, Math.floor((right - left) / SAMPLES))
  const stepY = Math.max(1, Math.floor((bottom - top) / SAMPLES))
  let sum = 0
  let count = 0
  for (let y = top; y < Math.min(bottom, height); y += stepY) {
    for (let x = left; x < Math.min(right, width); x += stepX) {
      const at = (y * width + x) * channels
      const r = data[at] as number
      sum +=
        channels === 1 ? r : 0.299 * r + 0.587 * (data[at + 1] as number) + 0.114 * (data[at + 2] as number)
      count++
    }
  }
  return count === 0 ? 0 : sum / count
}
