import { type Image, ImagingError } from '@faceward/spec'

/**
 * Sharpness: the variance of the four-neighbour Laplacian over the picture's inner pixels, in 8-bit counts
 * squared (Pech-Pacheco et al., ICPR 2000). 0 for a flat picture; about 20 x the noise variance for noise, so
 * compare pictures of one size and source only.
 * @param gray a gray8 image of at least 3 x 3 pixels, see `toLuminance`.
 * @throws ImagingError `invalid-image` for another format, `invalid-size` when there is no inner pixel.
 */
export function laplacianVariance(gray: Image): number {
  const { width, height, data } = gray
  if (gray.format !== 'gray8' || data.length !== width * height) {
    throw new ImagingError('Sharpness is measured on a gray8 image; see toLuminance.', {
      code: 'invalid-image',
    })
  }
  if (width < 3 || height < 3) {
    throw new ImagingError('Sharpness needs at least 3 x 3 pixels.', { code: 'invalid-size' })
  }
  let sum = 0
  let squares = 0
  for (let y = 1; y < height - 1; y++) {
    const end = (y + 1) * width - 1
    for (let index = y * width + 1; index < end; index++) {
      const value =
        data[index - 1]! + data[index + 1]! + data[index - width]! + data[index + width]! - 4 * data[index]!
      sum += value
      squares += value * value
    }
  }
  const count = (width - 2) * (height - 2)
  const mean = sum / count
  return Math.max(0, squares / count - mean * mean)
}
