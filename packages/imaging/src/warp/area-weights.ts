import type { WarpBorder } from './warp-options.js'

/**
 * Which source pixels make up each destination pixel of one axis: those from `taps[2 * i]` to `taps[2 * i + 1]`. The
 * first and the last of them weigh `weights[2 * i]` and `weights[2 * i + 1]`, all between them `inner`; where first
 * and last are one, its weight is the first. A pixel beyond a black border has no weight.
 */
export interface AreaWeights {
  readonly taps: Int32Array
  readonly weights: Float64Array
  readonly inner: number
  /** No destination pixel has more taps. */
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
  const taps = new Int32Array(2 * destinationLength)
  const weights = new Float64Array(2 * destinationLength)
  const end = sourceLength - 1
  const found = new Float32Array(capacity)
  for (let index = 0; index < destinationLength; index++) {
    const from = scale * (index + 0.5) + shift - support / 2
    const to = from + support
    const lowest = Math.floor(from)
    const first = Math.min(Math.max(lowest, 0), end)
    let last = first
    found.fill(0)
    for (let pixel = lowest; pixel < to; pixel++) {
      if ((pixel < 0 || pixel > end) && border === 'black') continue
      const overlap = (Math.min(to, pixel + 1) - Math.max(from, pixel)) / support
      if (overlap <= 0) continue
      // Pixels beyond the edge count as the edge's own.
      last = Math.min(Math.max(pixel, 0), end)
      found[last - first]! += overlap
    }
    taps[2 * index] = first
    taps[2 * index + 1] = last
    weights[2 * index] = found[0]!
    weights[2 * index + 1] = last > first ? found[last - first]! : 0
  }
  return { taps, weights, inner: Math.fround(1 / support), capacity }
}
