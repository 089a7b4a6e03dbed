import type { BlockRange, BlockRegion } from './block-region.js'
import type { RasterSource } from './raster-source.js'
import type { WarpBorder } from './warp-options.js'

/**
 * One row of a region as interleaved RGB, each block the mean of its pixels, with the border filled in: with a black
 * border what a block has beyond the image counts as black.
 */
export function readBlockRow(
  source: RasterSource,
  { columns, rows, factor }: BlockRegion,
  row: number,
  border: WarpBorder,
  out: Float64Array,
): void {
  const { insideFrom, insideTo } = columns
  const isOutside = row < rows.insideFrom || row >= rows.insideTo
  if (insideFrom === insideTo || (isOutside && border === 'black')) {
    out.fill(0)
    return
  }
  const inside = Math.min(Math.max(row, rows.insideFrom), rows.insideTo - 1)
  const top = (rows.insideBlock + inside - rows.insideFrom) * factor
  const right = (columns.insideBlock + insideTo - insideFrom) * factor
  const isWhole = right <= source.width && top + factor <= source.height
  if (factor === 1 && source.step === 3) copyPixels(source, columns, top, out)
  else if (factor === 2 && isWhole) averagePairs(source, columns, top, out)
  else averageBlocks(source, columns, top, factor, border, out)
  if (border === 'black') {
    out.fill(0, 0, insideFrom * 3)
    out.fill(0, insideTo * 3)
  } else repeatEdges(columns, out)
}

/** Blocks of one pixel of an RGB image. */
function copyPixels({ data, width }: RasterSource, columns: BlockRange, y: number, out: Float64Array): void {
  const from = (y * width + columns.insideBlock) * 3
  const length = (columns.insideTo - columns.insideFrom) * 3
  out.set(data.subarray(from, from + length), columns.insideFrom * 3)
}

/** Blocks of 2 x 2 pixels that lie wholly on the image: most faces are cut with them. */
function averagePairs(
  { data, width, step, greenOffset, blueOffset }: RasterSource,
  { insideFrom, insideTo, insideBlock }: BlockRange,
  top: number,
  out: Float64Array,
): void {
  const end = insideTo * 3
  let p = (top * width + insideBlock * 2) * step
  let q = p + width * step
  for (let index = insideFrom * 3; index < end; index += 3) {
    out[index] = (data[p]! + data[p + step]! + data[q]! + data[q + step]!) / 4
    p += greenOffset
    q += greenOffset
    out[index + 1] = (data[p]! + data[p + step]! + data[q]! + data[q + step]!) / 4
    p += blueOffset - greenOffset
    q += blueOffset - greenOffset
    out[index + 2] = (data[p]! + data[p + step]! + data[q]! + data[q + step]!) / 4
    p += 2 * step - blueOffset
    q += 2 * step - blueOffset
  }
}

function averageBlocks(
  { data, width, height, step, greenOffset, blueOffset }: RasterSource,
  { insideFrom, insideTo, insideBlock }: BlockRange,
  top: number,
  factor: number,
  border: WarpBorder,
  out: Float64Array,
): void {
  const base = insideFrom * 3
  const end = insideTo * 3
  const firstX = insideBlock * factor
  const lastX = Math.min(firstX + (insideTo - insideFrom) * factor, width)
  const bottom = Math.min(top + factor, height)
  out.fill(0, base, end)
  for (let y = top; y < bottom; y++) {
    let pixel = (y * width + firstX) * step
    let index = base
    for (let x = firstX; x < lastX; ) {
      const blockEnd = Math.min(x + factor, lastX)
      let red = 0
      let green = 0
      let blue = 0
      for (; x < blockEnd; x++) {
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
  if (factor === 1) return
  const blockHeight = border === 'black' ? factor : bottom - top
  for (let index = base; index < end; index++) out[index] = Math.fround(out[index]! / (factor * blockHeight))
  if (border === 'clamp') {
    const lastBlockWidth = lastX - (firstX + (insideTo - insideFrom - 1) * factor)
    for (let index = end - 3; index < end; index++)
      out[index] = Math.fround(out[index]! * (factor / lastBlockWidth))
  }
}

/** Fills the blocks off the image with the nearest block on it. */
function repeatEdges({ count, insideFrom, insideTo }: BlockRange, out: Float64Array): void {
  for (let column = 0; column < insideFrom; column++)
    out.copyWithin(column * 3, insideFrom * 3, insideFrom * 3 + 3)
  for (let column = insideTo; column < count; column++)
    out.copyWithin(column * 3, insideTo * 3 - 3, insideTo * 3)
}
