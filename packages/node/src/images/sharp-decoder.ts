import {
  assertDecodable,
  assertReadableFile,
  countJpegScans,
  damagedPicture,
  type PictureDecoderOptions,
  type PictureLimits,
  parsePictureDecoderOptions,
} from '@faceward/composition'
import { type DecodeOptions, type Image, ImageDecodeError, type ImageDecoder } from '@faceward/spec'
import sharp, { type Metadata } from 'sharp'

/** Options of {@link createSharpDecoder}. */
export type SharpDecoderOptions = PictureDecoderOptions

// Header fields of formats whose pixels turn into sRGB without guessing. CMYK is refused: without the
// printer's profile each library makes other colours of it (up to 138 of 255 apart from Chromium's).
const COLOR_SPACES: ReadonlySet<string> = new Set(['srgb', 'rgb', 'rgb16', 'b-w', 'grey16'])

/**
 * Decodes JPEG, PNG and WebP with sharp (libvips): upright (EXIF orientation applied), 8-bit sRGB (embedded
 * profiles, 16-bit and greyscale converted, transparency laid on `background`), format `rgb8`. Size, colour
 * space, animation and a JPEG's scans are judged on the header, before a pixel is decoded. sharp's process-wide
 * settings (cache, concurrency, blocked operations) are left as the application has them. What has begun cannot be
 * stopped here: for pictures of strangers use `createProcessDecoder`.
 *
 * @throws ConfigurationError for an unknown or wrong option.
 */
export function createSharpDecoder(options: SharpDecoderOptions = {}): ImageDecoder {
  const limits = parsePictureDecoderOptions(options)
  return {
    async decode(bytes: Uint8Array, { signal }: DecodeOptions = {}): Promise<Image> {
      signal?.throwIfAborted()
      const format = assertReadableFile(bytes, limits)
      const { width, height, pages = 1, space } = await readHeader(bytes)
      signal?.throwIfAborted()
      const foreign = COLOR_SPACES.has(space) ? {} : { foreignColorSpace: space.toUpperCase() }
      const scans = format === 'jpeg' ? countJpegScans(bytes) : 1
      assertDecodable({ width, height, isAnimated: pages > 1, scans, ...foreign }, limits)
      const image = await decodePixels(bytes, limits)
      signal?.throwIfAborted()
      return image
    },
  }
}

async function readHeader(bytes: Uint8Array): Promise<Metadata> {
  try {
    // Reads no pixel, so the limit is ours to check, with a message that says the size.
    return await sharp(bytes, { limitInputPixels: false }).metadata()
  } catch (cause) {
    throw asDecodeError(cause)
  }
}

async function decodePixels(bytes: Uint8Array, { background, maximumPixels }: PictureLimits): Promise<Image> {
  const [r, g, b] = background
  try {
    const { data, info } = await sharp(bytes, { failOn: 'error', limitInputPixels: maximumPixels })
      .autoOrient()
      .flatten({ background: { r, g, b } })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    return {
      width: info.width,
      height: info.height,
      format: 'rgb8',
      data: new Uint8Array(data.buffer, data.byteOffset, data.length),
    }
  } catch (cause) {
    throw asDecodeError(cause)
  }
}

// libvips refuses a JPEG header above 65,500 pixels a side by itself; its words are all that tells.
function asDecodeError(cause: unknown): ImageDecodeError {
  if (/pixel limit|image dimension/i.test(String(cause))) {
    return new ImageDecodeError('The picture is larger than any that is decoded. Save it smaller.', {
      code: 'too-large',
      cause,
    })
  }
  return damagedPicture(cause)
}
