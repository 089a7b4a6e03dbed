import { CHANNELS, type Image, ImagingError } from '@faceward/spec'
import { assertSize } from '../warp/raster-source.js'
import { isUpright, type Orientation, planeTurn } from './orientation.js'

/** Values in rows from top to bottom, `channels` a pixel. */
export interface Raster<Data extends Uint8Array | Float32Array> {
  readonly width: number
  readonly height: number
  readonly data: Data
}

/**
 * The raster upright. One that is upright already is returned as it is.
 * @throws ImagingError `invalid-size`; `invalid-image` when the buffer does not fit the size.
 */
export function orientRaster<Data extends Uint8Array | Float32Array>(
  raster: Raster<Data>,
  orientation: Orientation,
  channels = 1,
): Raster<Data> {
  const { width, height, data } = raster
  assertSize(raster)
  if (data.length !== width * height * channels) {
    throw new ImagingError(`Expected ${width} x ${height} x ${channels} values, found ${data.length}.`, {
      code: 'invalid-image',
    })
  }
  if (isUpright(orientation)) return raster
  const [[a, b], [c, d]] = planeTurn(orientation)
  const isLying = a === 0
  const target = { width: isLying ? height : width, height: isLying ? width : height }
  // The turn's inverse is its transpose: one step right in the result is (a, b) in the source, one down (c, d).
  const right = (a + b * width) * channels
  const down = (c + d * width) * channels
  const startX = a < 0 || c < 0 ? width - 1 : 0
  const startY = b < 0 || d < 0 ? height - 1 : 0
  const result = (
    data instanceof Float32Array ? new Float32Array(data.length) : new Uint8Array(data.length)
  ) as Data
  let row = (startY * width + startX) * channels
  let to = 0
  for (let y = 0; y < target.height; y++, row += down) {
    let from = row
    for (let x = 0; x < target.width; x++, from += right) {
      for (let channel = 0; channel < channels; channel++) result[to++] = data[from + channel]!
    }
  }
  return { ...target, data: result }
}

/** The picture upright, in the same format. @throws ImagingError `invalid-image` */
export function orientImage(image: Image, orientation: Orientation): Image {
  return { ...orientRaster(image, orientation, CHANNELS[image.format]), format: image.format }
}
