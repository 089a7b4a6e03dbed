import type { Image } from '@faceward/spec'
import { orientImage } from '../orientation/orient-raster.js'

/**
 * The picture mirrored left to right, in the same format.
 * @throws ImagingError `invalid-image` when the buffer does not fit the size and format.
 */
export function flipHorizontally(image: Image): Image {
  return orientImage(image, { rotationDegrees: 0, mirrored: true })
}
