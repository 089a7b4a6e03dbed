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
 * Warps without rotation, exactly area-averaged: source rows first, each added to the destination rows it
 * belongs to when they are complete. Keeps as many averaged rows as one destination row needs.
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
  const slots = rows.capacity + 1
  const averaged = Array.from({ length: slots }, () => new Float32Array(width * 3))
  const held = new Int32Array(slots).fill(-1)
  const sum = new Float32Array(width * 3)
  for (let y = 0; y < height; y++) {
    sum.fill(0)
    const firstRow = rows.start[y]!
    const rowCount = rows.count[y]!
    for (let tap = 0; tap < rowCount; tap++) {
      const weight = rows.weights[y * rows.capacity + tap]!
      if (weight === 0) continue
      const row = firstRow + tap
      const slot = row % slots
      const values = averaged[slot]!
      if (held[slot] !== row) {
        averageRow(source, row, columns, values)
        held[slot] = row
      }
      addScaled(sum, values, weight)
    }
    writeRow(sum, y, target)
  }
}

/** One source row, averaged to interleaved RGB values. */
function averageRow(source: RasterSource, row: number, columns: AreaWeights, out: Float32Array): void {
  const { data, step, greenOffset, blueOffset } = source
  const { start, count, weights, capacity } = columns
  const rowStart = row * source.width * step
  for (let x = 0, index = 0; index < out.length; x++, index += 3) {
    let red = 0
    let green = 0
    let blue = 0
    let pixel = rowStart + start[x]! * step
    const first = x * capacity
    const end = first + count[x]!
    for (let tap = first; tap < end; tap++) {
      const weight = weights[tap]!
      red += weight * data[pixel]!
      green += weight * data[pixel + greenOffset]!
      blue += weight * data[pixel + blueOffset]!
      pixel += step
    }
    out[index] = red
    out[index + 1] = green
    out[index + 2] = blue
  }
}

function addScaled(sum: Float32Array, values: Float32Array, weight: number): void {
  for (let index = 0; index < sum.length; index++) sum[index]! += weight * values[index]!
}

function writeRow(values: Float32Array, y: number, target: WarpTarget): void {
  const { data, columnStride, red, green, blue } = target
  let out = target.origin + y * target.rowStride
  for (let index = 0; index < values.length; index += 3) {
    data[out + red.offset] = values[index]! * red.scale + red.bias
    data[out + green.offset] = values[index + 1]! * green.scale + green.bias
    data[out + blue.offset] = values[index + 2]! * blue.scale + blue.bias
    out += columnStride
  }
}
