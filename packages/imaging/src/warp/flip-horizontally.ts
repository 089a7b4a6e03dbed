import { CHANNELS, type Image } from '@faceward/spec'
import { rasterSource } from './raster-source.js'

/**
 * The picture mirrored left to right, in the same format.
 * @throws ImagingError `invalid-image` when the buffer does not fit the size and format.
 */
export function flipHorizontally(image: Image): Image {
  rasterSource(image)
  const { width, height, format, data } = image
  const step = CHANNELS[format]
  const flipped = new Uint8Array(data.length)
  for (let y = 0; y < height; y++) {
    let to = y * width * step
    let from = to + (width - 1) * step
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < step; channel++) flipped[to + channel] = data[from + channel]!
      to += step
      from -= step
    }
  }
  return { width, height, format, data: flipped }
}
