import { CHANNELS, type Image, ImagingError } from '@faceward/spec'

/** Pixels as the warp reads them: `step` values a pixel; a grey pixel gives all three colours from one value. */
export interface RasterSource {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array | Float32Array
  readonly step: number
  readonly greenOffset: number
  readonly blueOffset: number
}

/**
 * Reads an image; the alpha channel of rgba8 is ignored.
 * @throws ImagingError `invalid-image` when the buffer's length does not fit the size and format.
 */
export function rasterSource(image: Image): RasterSource {
  const step = CHANNELS[image.format]
  assertSize(image)
  if (image.data.length !== image.width * image.height * step) {
    throw new ImagingError(
      `The image's buffer does not hold ${image.width} x ${image.height} ${image.format} pixels.`,
      { code: 'invalid-image' },
    )
  }
  const gray = step === 1
  return {
    width: image.width,
    height: image.height,
    data: image.data,
    step,
    greenOffset: gray ? 0 : 1,
    blueOffset: gray ? 0 : 2,
  }
}

/** @throws ImagingError `invalid-size` unless width and height are whole numbers above 0. */
export function assertSize(size: { readonly width: number; readonly height: number }): void {
  const { width, height } = size
  if (Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0) return
  throw new ImagingError('An image needs a width and a height of at least one pixel, both whole numbers.', {
    code: 'invalid-size',
  })
}
