import type { SimilarityTransform } from '../geometry/similarity-transform.js'
import type { WarpBorder } from './warp-options.js'

/** The part of a source that a warp reads, in blocks of `factor` x `factor` pixels. */
export interface BlockRegion {
  readonly factor: number
  readonly columns: BlockRange
  readonly rows: BlockRange
  /** Destination to region, in place of destination to source. */
  readonly transform: SimilarityTransform
}

/** A run of blocks along one axis; those from `insideFrom` to `insideTo` have pixels on the image. */
export interface BlockRange {
  readonly first: number
  readonly count: number
  readonly insideFrom: number
  readonly insideTo: number
  /** The image's block that stands at `insideFrom`. */
  readonly insideBlock: number
}

interface Size {
  readonly width: number
  readonly height: number
}

/**
 * What a warp of a destination of `size` reads: every bilinear sample of the destination has all its four neighbours
 * in the region, and one more on each side.
 */
export function blockRegion(
  source: Size,
  { a, b, tx, ty }: SimilarityTransform,
  { width, height }: Size,
  factor: number,
  border: WarpBorder,
): BlockRegion {
  const columns = blockRange(tx, a * width, -b * height, source.width, factor, border)
  const rows = blockRange(ty, b * width, a * height, source.height, factor, border)
  return {
    factor,
    columns,
    rows,
    transform: {
      a: a / factor,
      b: b / factor,
      tx: tx / factor - columns.first,
      ty: ty / factor - rows.first,
    },
  }
}

/** The blocks of one axis under a parallelogram spanned from `origin`, and two more on each side. */
function blockRange(
  origin: number,
  across: number,
  down: number,
  length: number,
  factor: number,
  border: WarpBorder,
): BlockRange {
  const low = (origin + Math.min(0, across) + Math.min(0, down)) / factor
  const high = (origin + Math.max(0, across) + Math.max(0, down)) / factor
  const first = Math.floor(low) - 2
  const count = Math.ceil(high) + 2 - first
  const blocks = Math.ceil(length / factor)
  const insideFrom = Math.min(Math.max(-first, 0), count)
  const insideTo = Math.max(Math.min(blocks - first, count), insideFrom)
  if (insideTo === insideFrom && border === 'clamp') {
    // Wholly off the image: its nearest edge, once, to be repeated.
    return { first, count, insideFrom: 0, insideTo: 1, insideBlock: first < 0 ? 0 : blocks - 1 }
  }
  return { first, count, insideFrom, insideTo, insideBlock: first + insideFrom }
}
