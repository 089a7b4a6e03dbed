import type { BlockRegion } from './block-region.js'
import type { RasterSource } from './raster-source.js'
import { readBlockRow } from './read-block-row.js'
import type { WarpBorder } from './warp-options.js'

/** Rows of a region as interleaved RGB, of which only the last ones made are kept. */
export interface RegionRows {
  readonly rowLength: number
  /** Row r begins at `(r & mask) * rowLength`. */
  readonly data: Float64Array
  readonly mask: number
  /** Makes the rows up to this one; they cannot be made again. */
  makeUpTo(row: number): void
}

/**
 * The rows of a region, blurred along both axes with the kernel [w, 1 - 2w, w] of the given variance (2w), the
 * outermost pixels apart. They are made one after the other as a warp comes to them: a few rows stay in the
 * processor's cache, a whole region would not. At least `kept` rows are there at any time.
 *
 * Values are rounded to float32 and kept as float64: the loops run faster without conversions, and stored templates
 * were made with that rounding.
 */
export function regionRows(
  source: RasterSource,
  region: BlockRegion,
  border: WarpBorder,
  variance: number,
  kept: number,
): RegionRows {
  const rowLength = region.columns.count * 3
  const lastRow = region.rows.count - 1
  const slots = 2 ** Math.ceil(Math.log2(kept))
  const keepsAll = slots > lastRow
  const mask = keepsAll ? -1 : slots - 1
  const data = new Float64Array((keepsAll ? lastRow + 1 : slots) * rowLength)
  const side = variance / 2
  const isBlurred = side >= 1e-6
  const raw = new Float64Array(rowLength)
  let above = new Float64Array(rowLength)
  let middle = new Float64Array(rowLength)
  let below = new Float64Array(rowLength)
  let nextToRead = 0
  let nextToMake = 0

  /** Reads the next row; with a blur across rows the one before it is then complete. */
  function advance(): void {
    const row = nextToRead++
    readBlockRow(source, region, row, border, raw)
    if (!isBlurred) {
      data.set(raw, (nextToMake++ & mask) * rowLength)
      return
    }
    const free = above
    above = middle
    middle = below
    below = free
    const at = (nextToMake & mask) * rowLength
    blurNext(raw, above, middle, below, side, data, at)
    if (row === 0) data.set(below, at)
    // The second row waits for the third.
    if (row !== 1) nextToMake++
    if (row === lastRow) data.set(below, (nextToMake++ & mask) * rowLength)
  }

  return {
    rowLength,
    data,
    mask,
    makeUpTo(row) {
      const end = Math.min(row, lastRow)
      while (nextToMake <= end) advance()
    },
  }
}

/** Blurs `row` along itself to `below`, and with that the middle one of three such rows across them, to `at`. */
function blurNext(
  row: Float64Array,
  above: Float64Array,
  middle: Float64Array,
  below: Float64Array,
  side: number,
  out: Float64Array,
  at: number,
): void {
  const center = 1 - 2 * side
  const last = row.length - 3
  let red = row[0]!
  let green = row[1]!
  let blue = row[2]!
  let nextRed = row[3]!
  let nextGreen = row[4]!
  let nextBlue = row[5]!
  for (let i = 3, to = at + 3; i < last; i += 3, to += 3) {
    const belowRed = Math.fround(center * nextRed + side * (red + row[i + 3]!))
    const belowGreen = Math.fround(center * nextGreen + side * (green + row[i + 4]!))
    const belowBlue = Math.fround(center * nextBlue + side * (blue + row[i + 5]!))
    out[to] = Math.fround(center * middle[i]! + side * (above[i]! + belowRed))
    out[to + 1] = Math.fround(center * middle[i + 1]! + side * (above[i + 1]! + belowGreen))
    out[to + 2] = Math.fround(center * middle[i + 2]! + side * (above[i + 2]! + belowBlue))
    below[i] = belowRed
    below[i + 1] = belowGreen
    below[i + 2] = belowBlue
    red = nextRed
    green = nextGreen
    blue = nextBlue
    nextRed = row[i + 3]!
    nextGreen = row[i + 4]!
    nextBlue = row[i + 5]!
  }
  for (let i = 0; i < row.length; i += i === 2 ? last - 2 : 1) {
    below[i] = row[i]!
    out[at + i] = Math.fround(center * middle[i]! + side * (above[i]! + row[i]!))
  }
}
