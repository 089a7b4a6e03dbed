import { renderRelief } from '@faceward/imaging'
import type { DepthMap, Image } from '@faceward/spec'

/** What is shown: so much before and behind the thing in the middle of the picture, metres. */
const BEFORE_M = 0.12
const BEHIND_M = 0.1
/** Noise is smoothed over so many pixels to either side. */
const SMOOTHED = 2
/** Of the map's height, in the middle. */
const SIDE = 0.86

/** What a depth camera sees in the middle of its map, as a plaster cast: a person sees a face in it, or a sheet. */
export function reliefPicture(depth: DepthMap): Image {
  const size = 2 * Math.floor((SIDE * Math.min(depth.width, depth.height)) / 2)
  const left = (depth.width - size) / 2
  const top = (depth.height - size) / 2
  const square = Float32Array.from(
    { length: size * size },
    (_, i) => depth.data[(top + Math.floor(i / size)) * depth.width + left + (i % size)]!,
  )
  const middle = nearestInTheMiddle(square, size)
  const valid = square.map((z) => (z > middle - BEFORE_M && z < middle + BEHIND_M ? 1 : 0))
  const relief = smoothed(
    square.map((z) => middle - z),
    valid,
    size,
  )
  return renderRelief({ size, relief, valid }, { spacing: middle / depth.intrinsics.focalX })
}

/** How far away the thing in the middle is: the nearer half of what is measured there. */
function nearestInTheMiddle(square: Float32Array, size: number): number {
  const third = Math.floor(size / 3)
  const measured = square
    .filter((z, i) => {
      const [x, y] = [i % size, Math.floor(i / size)]
      return z > 0 && x > third && x < 2 * third && y > third && y < 2 * third
    })
    .sort()
  return measured[measured.length >> 2] ?? 0
}

/** The mean of what is measured around each point. */
function smoothed(heights: Float32Array, valid: Float32Array, size: number): Float32Array {
  return heights.map((_, i) => {
    let sum = 0
    let count = 0
    for (let dy = -SMOOTHED; dy <= SMOOTHED; dy++) {
      for (let dx = -SMOOTHED; dx <= SMOOTHED; dx++) {
        const [x, y] = [(i % size) + dx, Math.floor(i / size) + dy]
        const j = y * size + x
        if (x < 0 || y < 0 || x >= size || y >= size || valid[j] === 0) continue
        sum += heights[j]!
        count++
      }
    }
    return count === 0 ? 0 : sum / count
  })
}
