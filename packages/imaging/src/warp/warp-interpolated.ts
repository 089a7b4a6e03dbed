import type { SimilarityTransform } from '../geometry/similarity-transform.js'
import { blockRegion } from './block-region.js'
import type { RasterSource } from './raster-source.js'
import { regionRows } from './region-rows.js'
import type { WarpBorder } from './warp-options.js'
import type { WarpTarget } from './warp-target.js'

/**
 * Warps at any angle. Enlarging is bilinear interpolation. To shrink by `scale`, the part of the source is
 * averaged over blocks, blurred and then interpolated, so that the three together have about the variance
 * `scale^2 / 6` an axis: that of the triangle of half-width `scale`, the usual antialiased bilinear resize.
 */
export function warpInterpolated(
  source: RasterSource,
  transform: SimilarityTransform,
  border: WarpBorder,
  target: WarpTarget,
): void {
  const scale = Math.max(1, Math.hypot(transform.a, transform.b))
  const factor = blockSize(scale)
  const region = blockRegion(source, transform, target, factor, border)
  const { a, b, tx, ty } = region.transform
  const { width, height, data: out, columnStride } = target
  const { offset: redOffset, scale: redScale, bias: redBias } = target.red
  const { offset: greenOffset, scale: greenScale, bias: greenBias } = target.green
  const { offset: blueOffset, scale: blueScale, bias: blueBias } = target.blue
  const rise = b * width
  const variance = missingVariance(scale, factor) / (factor * factor)
  const rows = regionRows(source, region, border, variance, Math.ceil(Math.abs(rise)) + 5)
  const { data, mask, rowLength } = rows
  for (let line = 0; line < height; line++) {
    // Always down the source, as its rows are made.
    const y = a < 0 ? height - 1 - line : line
    let index = target.origin + y * target.rowStride
    let sourceX = a / 2 - b * (y + 0.5) + tx - 0.5
    let sourceY = b / 2 + a * (y + 0.5) + ty - 0.5
    rows.makeUpTo(Math.floor(sourceY + Math.max(0, rise)) + 2)
    for (let x = 0; x < width; x++) {
      // Truncation is floor here: the region reaches beyond every sample.
      const left = sourceX | 0
      const top = sourceY | 0
      const rightWeight = sourceX - left
      const bottomWeight = sourceY - top
      const w11 = rightWeight * bottomWeight
      const w01 = rightWeight - w11
      const w10 = bottomWeight - w11
      const w00 = 1 - rightWeight - w10
      const p = (top & mask) * rowLength + left * 3
      const q = ((top + 1) & mask) * rowLength + left * 3
      out[index + redOffset] =
        (w00 * data[p]! + w01 * data[p + 3]! + w10 * data[q]! + w11 * data[q + 3]!) * redScale + redBias
      out[index + greenOffset] =
        (w00 * data[p + 1]! + w01 * data[p + 4]! + w10 * data[q + 1]! + w11 * data[q + 4]!) * greenScale +
        greenBias
      out[index + blueOffset] =
        (w00 * data[p + 2]! + w01 * data[p + 5]! + w10 * data[q + 2]! + w11 * data[q + 5]!) * blueScale +
        blueBias
      index += columnStride
      sourceX += a
      sourceY += b
    }
  }
}

/** As large as the variance allows, but pairs from scale 2 on (as a mip map has it), which saves the blur. */
function blockSize(scale: number): number {
  const fitting = Math.floor(Math.sqrt((2 * scale * scale + 1) / 3) + 1e-9)
  return scale < 2 ? 1 : Math.max(2, fitting)
}

/** Blocks have the variance (factor^2 - 1) / 12 an axis, interpolation between them factor^2 / 6. */
function missingVariance(scale: number, factor: number): number {
  return Math.max(0, (scale * scale) / 6 - (3 * factor * factor - 1) / 12)
}
