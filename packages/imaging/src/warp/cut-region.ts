import type { SimilarityTransform } from '../geometry/similarity-transform.js'
import type { RasterSource } from './raster-source.js'
import type { WarpBorder } from './warp-options.js'

/** The part of a source that a warp reads, as interleaved RGB, with the border filled in. */
export interface Region {
  readonly width: number
  readonly height: number
  readonly data: Float32Array
  /** Destination to region, in place of destination to source. */
  readonly transform: SimilarityTransform
}

/** A run of blocks along one axis; those from `insideFrom` to `insideTo` have pixels on the image. */
interface BlockRange {
  readonly first: number
  readonly count: number
  readonly insideFrom: number
  readonly insideTo: number
  /** The image's block that stands at `insideFrom`. */
  readonly insideBlock: number
}

/**
 * Cuts out what a warp of a destination of `size` reads, averaged over blocks of `factor` x `factor` pixels,
 * so that a strong reduction reads every pixel once. Every bilinear sample of the destination then has all its
 * four neighbours in the region.
 */
export function cutRegion(
  source: RasterSource,
  transform: SimilarityTransform,
  size: { readonly width: number; readonly height: number },
  factor: number,
  border: WarpBorder,
): Region {
  const { a, b, tx, ty } = transform
  const columns = blockRange(tx, a * size.width, -b * size.height, source.width, factor, border)
  const rows = blockRange(ty, b * size.width, a * size.height, source.height, factor, border)
  const data = new Float32Array(columns.count * rows.count * 3)
  averageBlocks(source, columns, rows, factor, border, data)
  if (border === 'clamp') repeatEdges(columns, rows, data)
  return {
    width: columns.count,
    height: rows.count,
    data,
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

function averageBlocks(
  source: RasterSource,
  columns: BlockRange,
  rows: BlockRange,
  factor: number,
  border: WarpBorder,
  out: Float32Array,
): void {
  const { data, width, height, step, greenOffset, blueOffset } = source
  const insideColumns = columns.insideTo - columns.insideFrom
  if (insideColumns === 0) return
  const firstX = columns.insideBlock * factor
  const lastX = Math.min(firstX + insideColumns * factor, width)
  const lastBlockWidth = lastX - (firstX + (insideColumns - 1) * factor)
  for (let row = rows.insideFrom; row < rows.insideTo; row++) {
    const base = (row * columns.count + columns.insideFrom) * 3
    const top = (rows.insideBlock + row - rows.insideFrom) * factor
    const bottom = Math.min(top + factor, height)
    for (let y = top; y < bottom; y++) {
      let pixel = (y * width + firstX) * step
      let index = base
      for (let x = firstX; x < lastX; ) {
        const end = Math.min(x + factor, lastX)
        let red = 0
        let green = 0
        let blue = 0
        for (; x < end; x++) {
          red += data[pixel]!
          green += data[pixel + greenOffset]!
          blue += data[pixel + blueOffset]!
          pixel += step
        }
        out[index]! += red
        out[index + 1]! += green
        out[index + 2]! += blue
        index += 3
      }
    }
    if (factor === 1) continue
    // A block that reaches over the edge: with a black border its missing part counts as black.
    const blockHeight = border === 'black' ? factor : bottom - top
    const end = base + insideColumns * 3
    for (let index = base; index < end; index++) out[index]! /= factor * blockHeight
    if (border === 'clamp') {
      for (let index = end - 3; index < end; index++) out[index]! *= factor / lastBlockWidth
    }
  }
}

/** Fills the blocks off the image with the nearest block on it. */
function repeatEdges(columns: BlockRange, rows: BlockRange, data: Float32Array): void {
  const rowLength = columns.count * 3
  for (let row = rows.insideFrom; row < rows.insideTo; row++) {
    const base = row * rowLength
    for (let column = 0; column < columns.count; column++) {
      if (column >= columns.insideFrom && column < columns.insideTo) continue
      const from = base + (column < columns.insideFrom ? columns.insideFrom : columns.insideTo - 1) * 3
      data.copyWithin(base + column * 3, from, from + 3)
    }
  }
  for (let row = 0; row < rows.count; row++) {
    if (row >= rows.insideFrom && row < rows.insideTo) continue
    const from = (row < rows.insideFrom ? rows.insideFrom : rows.insideTo - 1) * rowLength
    data.copyWithin(row * rowLength, from, from + rowLength)
  }
}
