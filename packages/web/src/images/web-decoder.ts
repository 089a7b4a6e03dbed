import {
  assertDecodable,
  assertReadableFile,
  countJpegScans,
  damagedPicture,
  type PictureDecoderOptions,
  type PictureLimits,
  parsePictureDecoderOptions,
} from '@faceward/composition'
import type { Image, ImageDecoder } from '@faceward/spec'
import { readPictureHeader } from './picture-header.js'

/**
 * Decodes JPEG, PNG and WebP with the browser's own decoder, under the rules of `createSharpDecoder` on Node: upright
 * (EXIF orientation applied), 8-bit sRGB, transparency laid on `background`, format `rgb8`; size, colour space and
 * animation are judged on the header, before a pixel is decoded. Runs on a page and in a worker.
 *
 * @throws ConfigurationError for an unknown or wrong option.
 */
export function createWebDecoder(options: PictureDecoderOptions = {}): ImageDecoder {
  const limits = parsePictureDecoderOptions(options)
  return {
    async decode(bytes, { signal } = {}) {
      signal?.throwIfAborted()
      const format = assertReadableFile(bytes, limits)
      const header = readPictureHeader(bytes, format)
      if (header === undefined) throw damagedPicture()
      assertDecodable({ ...header, scans: format === 'jpeg' ? countJpegScans(bytes) : 1 }, limits)
      // The browser would show what there is of a file that was cut short.
      if (!header.isWhole) throw damagedPicture()
      const bitmap = await decodeBitmap(bytes, `image/${format}`)
      try {
        signal?.throwIfAborted()
        return readPixels(bitmap, limits)
      } finally {
        bitmap.close()
      }
    },
  }
}

async function decodeBitmap(bytes: Uint8Array, type: string): Promise<ImageBitmap> {
  try {
    const file = new Blob([bytes as Uint8Array<ArrayBuffer>], { type })
    return await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch (cause) {
    throw damagedPicture(cause)
  }
}

function readPixels(bitmap: ImageBitmap, { background }: PictureLimits): Image {
  const { width, height } = bitmap
  const context = new OffscreenCanvas(width, height).getContext('2d', {
    alpha: false,
    willReadFrequently: true,
  })
  if (context === null) throw damagedPicture()
  context.fillStyle = `rgb(${background.join(' ')})`
  context.fillRect(0, 0, width, height)
  context.drawImage(bitmap, 0, 0)
  const rgba = context.getImageData(0, 0, width, height, { colorSpace: 'srgb' }).data
  const data = new Uint8Array(width * height * 3)
  for (let from = 0, to = 0; to < data.length; from += 4) {
    data[to++] = rgba[from]!
    data[to++] = rgba[from + 1]!
    data[to++] = rgba[from + 2]!
  }
  return { width, height, format: 'rgb8', data }
}
