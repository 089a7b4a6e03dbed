import type { SimilarityTransform } from '../geometry/similarity-transform.js'
import { blurRegion } from './blur-region.js'
import { cutRegion } from './cut-region.js'
import type { RasterSource } from './raster-source.js'
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
  const region = cutRegion(source, transform, target, factor, border)
  blurRegion(region, missingVariance(scale, factor) / (factor * factor))
  const { data, transform: t } = region
  const rowStep = region.width * 3
  const { width, height, data: out, columnStride, red, green, blue } = target
  for (let y = 0; y < height; y++) {
    let index = target.origin + y * target.rowStride
    let sourceX = t.a / 2 - t.b * (y + 0.5) + t.tx - 0.5
    let sourceY = t.b / 2 + t.a * (y + 0.5) + t.ty - 0.5
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
      const p = top * rowStep + left * 3
      const q = p + rowStep
      out[index + red.offset] =
        (w00 * data[p]! + w01 * data[p + 3]! + w10 * data[q]! + w11 * data[q + 3]!) * red.scale + red.bias
      out[index + green.offset] =
        (w00 * data[p + 1]! + w01 * data[p + 4]! + w10 * data[q + 1]! + w11 * data[q + 4]!) * green.scale +
        green.bias
      out[index + blue.offset] =
        (w00 * data[p + 2]! + w01 * data[p + 5]! + w10 * data[q + 2]! + w11 * data[q + 5]!) * blue.scale +
        blue.bias
      index += columnStride
      sourceX += t.a
      sourceY += t.b
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
