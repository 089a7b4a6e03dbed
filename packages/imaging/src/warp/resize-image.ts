import type { Image } from '@faceward/spec'
import { assertSize, rasterSource } from './raster-source.js'
import { warpSeparable } from './warp-separable.js'
import { interleavedTarget, roundedImage } from './warp-target.js'

/**
 * The whole picture at another size: exact area averaging where it shrinks, linear interpolation where it
 * grows, each axis by itself (the aspect ratio follows `size`).
 * @returns an rgb8 image.
 * @throws ImagingError when the image's buffer or the size is not usable.
 */
export function resizeImage(source: Image, size: { readonly width: number; readonly height: number }): Image {
  assertSize(size)
  const raster = rasterSource(source)
  const target = interleavedTarget(size.width, size.height)
  const axes = {
    scaleX: source.width / size.width,
    shiftX: 0,
    scaleY: source.height / size.height,
    shiftY: 0,
  }
  warpSeparable(raster, axes, 'clamp', target)
  return roundedImage(target)
}
