import { imageSignature, isAnimatedPng } from '@faceward/composition'
import {
  ConfigurationError,
  type DecodeOptions,
  type Image,
  ImageDecodeError,
  type ImageDecoder,
} from '@faceward/spec'
import sharp, { type Metadata } from 'sharp'
import * as z from 'zod'

const optionsSchema = z.strictObject({
  maximumPixels: z.int().positive().default(25_000_000),
  maximumSide: z.int().positive().max(65_535).default(8_192),
  maximumBytes: z
    .int()
    .positive()
    .default(64 * 1024 * 1024),
  background: z
    .tuple([z.int().min(0).max(255), z.int().min(0).max(255), z.int().min(0).max(255)])
    .default([255, 255, 255]),
})

/** Options of {@link createSharpDecoder}. */
export interface SharpDecoderOptions {
  /** Width times height, at most; 25 million by default. */
  readonly maximumPixels?: number
  /** Width and height, each at most; 8,192 by default. */
  readonly maximumSide?: number
  /** Size of the encoded file, at most; 64 MiB by default. */
  readonly maximumBytes?: number
  /** What shows through transparent pixels, as red, green, blue; white by default, as in a passport photo. */
  readonly background?: readonly [number, number, number]
}

type Limits = z.output<typeof optionsSchema>

// Header fields of formats whose pixels turn into sRGB without guessing. CMYK is refused: without the
// printer's profile each library makes other colours of it (up to 138 of 255 apart from Chromium's).
const COLOR_SPACES: ReadonlySet<string> = new Set(['srgb', 'rgb', 'rgb16', 'b-w', 'grey16'])

/**
 * Decodes JPEG, PNG and WebP with sharp (libvips): upright (EXIF orientation applied), 8-bit sRGB (embedded
 * profiles, 16-bit and greyscale converted, transparency laid on `background`), format `rgb8`. Size, colour
 * space and animation are judged on the header, before a pixel is decoded. sharp's process-wide settings
 * (cache, concurrency, blocked operations) are left as the application has them.
 *
 * @throws ConfigurationError for an unknown or wrong option.
 */
export function createSharpDecoder(options: SharpDecoderOptions = {}): ImageDecoder {
  const limits = parseOptions(options)
  return {
    async decode(bytes: Uint8Array, { signal }: DecodeOptions = {}): Promise<Image> {
      signal?.throwIfAborted()
      assertReadable(bytes, limits)
      const header = await readHeader(bytes)
      signal?.throwIfAborted()
      assertWithinLimits(header, limits)
      const image = await decodePixels(bytes, limits)
      signal?.throwIfAborted()
      return image
    },
  }
}

function parseOptions(options: SharpDecoderOptions): Limits {
  const parsed = optionsSchema.safeParse(options)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map(({ path, message }) => ({ key: path.join('.'), message }))
  throw new ConfigurationError(`The image decoder's options are wrong. ${z.prettifyError(parsed.error)}`, {
    code: 'invalid-options',
    issues,
  })
}

function assertReadable(bytes: Uint8Array, { maximumBytes }: Limits): void {
  if (bytes.length === 0) throw new ImageDecodeError('The file is empty.', { code: 'empty' })
  if (bytes.length > maximumBytes) {
    throw new ImageDecodeError(
      `The file has ${megabytes(bytes.length)} MB; at most ${megabytes(maximumBytes)} MB are read. Save a smaller picture.`,
      { code: 'too-large' },
    )
  }
  const signature = imageSignature(bytes)
  if (signature.status === 'refused') {
    throw new ImageDecodeError(`This is ${signature.what}. ${signature.advice}`, { code: 'unsupported-type' })
  }
  if (signature.format === 'png' && isAnimatedPng(bytes)) throw animated()
}

async function readHeader(bytes: Uint8Array): Promise<Metadata> {
  try {
    // Reads no pixel, so the limit is ours to check, with a message that says the size.
    return await sharp(bytes, { limitInputPixels: false }).metadata()
  } catch (cause) {
    throw asDecodeError(cause)
  }
}

function assertWithinLimits(header: Metadata, { maximumPixels, maximumSide }: Limits): void {
  const { width, height, space, pages } = header
  if (Math.max(width, height) > maximumSide || width * height > maximumPixels) {
    throw new ImageDecodeError(
      `The picture is ${width} x ${height} pixels; at most ${maximumPixels / 1e6} megapixels and ${maximumSide} pixels a side are decoded. Save it smaller.`,
      { code: 'too-large' },
    )
  }
  if ((pages ?? 1) > 1) throw animated()
  if (!COLOR_SPACES.has(space)) {
    throw new ImageDecodeError(
      `The picture's colours are ${space.toUpperCase()}, which has no one meaning on a screen. Save it as RGB.`,
      { code: 'unsupported-color-space' },
    )
  }
}

async function decodePixels(bytes: Uint8Array, { background, maximumPixels }: Limits): Promise<Image> {
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
  return new ImageDecodeError('The picture is damaged or cut short. Save or send it again.', {
    code: 'corrupt',
    cause,
  })
}

const animated = () =>
  new ImageDecodeError('The picture is animated. Give single pictures, one face each.', { code: 'animated' })

const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(bytes < 10_485_760 ? 1 : 0)
