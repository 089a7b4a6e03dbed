import type { WarpBorder } from './warp-options.js'

/** Which source pixels make up each destination pixel of one axis: `count[i]` taps from `start[i]`. */
export interface AreaWeights {
  readonly start: Int32Array
  readonly count: Int32Array
  /** `capacity` weights for each destination pixel. */
  readonly weights: Float32Array
  readonly capacity: number
}

/**
 * Area averaging along one axis: destination pixel i is the mean of the source over the interval of width
 * `max(1, scale)` about `scale * (i + 0.5) + shift`. When shrinking every source pixel counts by its share
 * (nothing aliases, means are kept); when enlarging it is linear interpolation.
 */
export function areaWeights(
  scale: number,
  shift: number,
  destinationLength: number,
  sourceLength: number,
  border: WarpBorder,
): AreaWeights {
  const support = Math.max(1, scale)
  const capacity = Math.ceil(support) + 1
  const start = new Int32Array(destinationLength)
  const count = new Int32Array(destinationLength)
  const weights = new Float32Array(destinationLength * capacity)
  const last = sourceLength - 1
  for (let index = 0; index < destinationLength; index++) {
    const from = scale * (index + 0.5) + shift - support / 2
    const to = from + support
    const first = Math.floor(from)
    const end = Math.ceil(to)
    const firstTap = Math.min(Math.max(first, 0), last)
    start[index] = firstTap
    const base = index * capacity
    for (let pixel = first; pixel < end; pixel++) {
      const outside = pixel < 0 || pixel > last
      if (outside && border === 'black') continue
      const tap = Math.min(Math.max(pixel, 0), last) - firstTap
      const overlap = (Math.min(to, pixel + 1) - Math.max(from, pixel)) / support
      if (overlap <= 0) continue
      weights[base + tap]! += overlap
      if (tap >= count[index]!) count[index] = tap + 1
    }
  }
  return { start, count, weights, capacity }
}
