import { type AreaWeights, areaWeights } from './area-weights.js'
import type { RasterSource } from './raster-source.js'
import type { WarpBorder } from './warp-options.js'
import type { WarpTarget } from './warp-target.js'

/** A scale and a shift along each axis, destination to source; both scales above 0. */
export interface AxisTransform {
  readonly scaleX: number
  readonly shiftX: number
  readonly scaleY: number
  readonly shiftY: number
}

/**
 * Warps without rotation, exactly area-averaged: source rows first, then the destination row of those it is made of.
 * Keeps as many averaged rows as one destination row needs, rounded to float32 as in `regionRows`.
 */
export function warpSeparable(
  source: RasterSource,
  transform: AxisTransform,
  border: WarpBorder,
  target: WarpTarget,
): void {
  const { width, height } = target
  const columns = areaWeights(transform.scaleX, transform.shiftX, width, source.width, border)
  const rows = areaWeights(transform.scaleY, transform.shiftY, height, source.height, border)
  const rowLength = width * 3
  const averaged = new Float64Array(rows.capacity * rowLength)
  const held = new Int32Array(rows.capacity).fill(-1)
  for (let y = 0; y < height; y++) {
    for (let row = rows.taps[2 * y]!; row <= rows.taps[2 * y + 1]!; row++) {
      const slot = row % rows.capacity
      if (held[slot] === row) continue
      averageRow(source, row, columns, averaged, slot * rowLength)
      held[slot] = row
    }
    writeRow(averaged, rows, y, target)
  }
}

/** One source row, averaged to interleaved RGB values from `at` on. */
function averageRow(
  { data, width, step, greenOffset, blueOffset }: RasterSource,
  row: number,
  { taps, weights, inner }: AreaWeights,
  out: Float64Array,
  at: number,
): void {
  const rowStart = row * width * step
  for (let tap = 0, index = at; tap < taps.length; tap += 2, index += 3) {
    let pixel = rowStart + taps[tap]! * step
    const end = rowStart + taps[tap + 1]! * step
    const firstWeight = weights[tap]!
    const lastWeight = weights[tap + 1]!
    let red = firstWeight * data[pixel]! + lastWeight * data[end]!
    let green = firstWeight * data[pixel + greenOffset]! + lastWeight * data[end + greenOffset]!
    let blue = firstWeight * data[pixel + blueOffset]! + lastWeight * data[end + blueOffset]!
    pixel += step
    if (pixel < end) {
      // Whole pixels weigh alike: they are added as integers first.
      let reds = 0
      let greens = 0
      let blues = 0
      for (; pixel < end; pixel += step) {
        reds += data[pixel]!
        greens += data[pixel + greenOffset]!
        blues += data[pixel + blueOffset]!
      }
      red += inner * reds
      green += inner * greens
      blue += inner * blues
    }
    out[index] = Math.fround(red)
    out[index + 1] = Math.fround(green)
    out[index + 2] = Math.fround(blue)
  }
}

/** A destination row of the averaged source rows, of which each has its place in turn. */
function writeRow(averaged: Float64Array, rows: AreaWeights, y: number, target: WarpTarget): void {
  const { data, width, columnStride } = target
  const { offset: redOffset, scale: redScale, bias: redBias } = target.red
  const { offset: greenOffset, scale: greenScale, bias: greenBias } = target.green
  const { offset: blueOffset, scale: blueScale, bias: blueBias } = target.blue
  const { inner, capacity } = rows
  const rowLength = width * 3
  const end = capacity * rowLength
  const firstTap = rows.taps[2 * y]!
  const lastTap = rows.taps[2 * y + 1]!
  const firstWeight = rows.weights[2 * y]!
  const lastWeight = rows.weights[2 * y + 1]!
  const first = (firstTap % capacity) * rowLength
  const last = (lastTap % capacity) * rowLength
  let out = target.origin + y * target.rowStride
  for (let offset = 0; offset < rowLength; offset += 3) {
    let at = first + offset
    let red = Math.fround(firstWeight * averaged[at]!)
    let green = Math.fround(firstWeight * averaged[at + 1]!)
    let blue = Math.fround(firstWeight * averaged[at + 2]!)
    for (let tap = firstTap + 1; tap < lastTap; tap++) {
      at += rowLength
      if (at >= end) at -= end
      red = Math.fround(red + inner * averaged[at]!)
      green = Math.fround(green + inner * averaged[at + 1]!)
      blue = Math.fround(blue + inner * averaged[at + 2]!)
    }
    at = last + offset
    red = Math.fround(red + lastWeight * averaged[at]!)
    green = Math.fround(green + lastWeight * averaged[at + 1]!)
    blue = Math.fround(blue + lastWeight * averaged[at + 2]!)
    data[out + redOffset] = red * redScale + redBias
    data[out + greenOffset] = green * greenScale + greenBias
    data[out + blueOffset] = blue * blueScale + blueBias
    out += columnStride
  }
}
