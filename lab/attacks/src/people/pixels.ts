import type { Image } from '@faceward/spec'
import type { Chance } from '../random.js'

/** Where in the picture to look for what is to be at a place of the new one. */
export type Lookup = (x: number, y: number) => readonly [x: number, y: number]

/** The picture warped, bilinear; beyond its edge it goes on as at the edge. */
export function warped({ width, height, data }: Image, lookup: Lookup): Image {
  const made = new Uint8Array(data.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = lookup(x, y)
      const cu = Math.min(width - 1.001, Math.max(0, u))
      const cv = Math.min(height - 1.001, Math.max(0, v))
      const [left, top] = [Math.floor(cu), Math.floor(cv)]
      const [fx, fy] = [cu - left, cv - top]
      const at = 3 * (top * width + left)
      for (let c = 0; c < 3; c++) {
        const above = data[at + c]! * (1 - fx) + data[at + 3 + c]! * fx
        const below = data[at + 3 * width + c]! * (1 - fx) + data[at + 3 * width + 3 + c]! * fx
        made[3 * (y * width + x) + c] = Math.round(above * (1 - fy) + below * fy)
      }
    }
  }
  return { width, height, format: 'rgb8', data: made }
}

/** New noise, as a camera's, so that no frame is another's copy. */
export function noisy({ width, height, data }: Image, chance: Chance, counts: number): Image {
  const made = data.map((value) => {
    const noise = counts * (chance.uniform() + chance.uniform() + chance.uniform() - 1.5)
    return Math.max(0, Math.min(255, Math.round(value + noise)))
  })
  return { width, height, format: 'rgb8', data: made }
}

/** One picture over another: `weight` of the upper at each place, 0 to 1. */
export function blended(lower: Image, upper: Image, weight: (x: number, y: number) => number): Image {
  const data = new Uint8Array(lower.data.length)
  for (let y = 0; y < lower.height; y++) {
    for (let x = 0; x < lower.width; x++) {
      const share = weight(x, y)
      const at = 3 * (y * lower.width + x)
      for (let c = at; c < at + 3; c++)
        data[c] = Math.round(lower.data[c]! * (1 - share) + upper.data[c]! * share)
    }
  }
  return { ...lower, data }
}
