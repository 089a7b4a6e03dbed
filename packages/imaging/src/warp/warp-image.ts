import type { Image } from '@faceward/spec'
import type { SimilarityTransform } from '../geometry/similarity-transform.js'
import { assertSize } from './raster-source.js'
import { warp } from './warp.js'
import type { WarpOptions } from './warp-options.js'
import { interleavedTarget, roundedImage } from './warp-target.js'

/**
 * A picture of `size` whose pixel at d shows the source at `destinationToSource(d)` (pixel centres at .5).
 * Area-averaged when shrinking, bilinear when enlarging. Any input format; alpha is ignored.
 * @returns an rgb8 image.
 * @throws ImagingError when the image's buffer, the size or the transform is not usable.
 */
export function warpImage(
  source: Image,
  destinationToSource: SimilarityTransform,
  size: { readonly width: number; readonly height: number },
  options: WarpOptions = {},
): Image {
  assertSize(size)
  const target = interleavedTarget(size.width, size.height)
  warp(source, destinationToSource, options.border ?? 'black', target)
  return roundedImage(target)
}
