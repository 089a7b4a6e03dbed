import { type Image, ImagingError } from '@faceward/spec'
import type { SimilarityTransform } from '../geometry/similarity-transform.js'
import { assertSize, rasterSource } from './raster-source.js'
import { warpInterpolated } from './warp-interpolated.js'
import type { WarpBorder } from './warp-options.js'
import { warpSeparable } from './warp-separable.js'
import type { WarpTarget } from './warp-target.js'

/**
 * Fills `target` with the source seen through `destinationToSource`, area-averaged when shrinking and
 * bilinear when enlarging.
 * @throws ImagingError when the image's buffer, a size or the transform is not usable.
 */
export function warp(
  image: Image,
  destinationToSource: SimilarityTransform,
  border: WarpBorder,
  target: WarpTarget,
): void {
  const source = rasterSource(image)
  assertSize(target)
  const { a, b, tx, ty } = destinationToSource
  const scale = Math.hypot(a, b)
  if (!(scale > 0) || !Number.isFinite(scale + tx + ty)) {
    throw new ImagingError('The warp has no scale or is not finite.', { code: 'degenerate-geometry' })
  }
  // Enlarging is the same interpolation either way, and faster without the detour over whole rows.
  if (b === 0 && a > 1) {
    warpSeparable(source, { scaleX: a, shiftX: tx, scaleY: a, shiftY: ty }, border, target)
  } else {
    warpInterpolated(source, destinationToSource, border, target)
  }
}
