import type { Image } from '@faceward/spec'
import { rasterSource } from '../warp/raster-source.js'

/** An 8-bit grey image. */
export type GrayImage = Image & { readonly format: 'gray8' }

/**
 * Rec. 601 luma, `0.299 R + 0.587 G + 0.114 B`, rounded; a grey image's values as they are.
 * @throws ImagingError `invalid-image` when the buffer does not fit the size and format.
 */
export function toLuminance(image: Image): GrayImage {
  const { width, height, data: pixels, step } = rasterSource(image)
  const data = new Uint8Array(width * height)
  if (step === 1) data.set(pixels)
  else {
    for (let index = 0, pixel = 0; index < data.length; index++, pixel += step) {
      data[index] = luma(pixels[pixel]!, pixels[pixel + 1]!, pixels[pixel + 2]!)
    }
  }
  return { width, height, format: 'gray8', data }
}

/** The coefficients in 1/1000, so that equal channels give exactly their value. */
function luma(red: number, green: number, blue: number): number {
  return (299 * red + 587 * green + 114 * blue + 500) / 1000
}
