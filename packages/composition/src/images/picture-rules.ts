import { parseOptions } from '@faceward/plugin-kit/schemas'
import { ImageDecodeError } from '@faceward/spec'
import * as z from 'zod/mini'
import { imageSignature, type ReadableFormat } from './image-signature.js'
import { isAnimatedPng } from './is-animated-png.js'

const channel = z.int().check(z.minimum(0), z.maximum(255))
const atMost = z.int().check(z.positive())

const optionsSchema = z.strictObject({
  maximumPixels: z._default(atMost, 25_000_000),
  maximumSide: z._default(atMost.check(z.maximum(65_535)), 8_192),
  maximumBytes: z._default(atMost, 64 * 1024 * 1024),
  background: z._default(z.tuple([channel, channel, channel]), [255, 255, 255]),
})

/** What a picture decoder takes; the same on every platform. */
export interface PictureDecoderOptions {
  /** Width times height, at most; 25 million by default. */
  readonly maximumPixels?: number
  /** Width and height, each at most; 8,192 by default. */
  readonly maximumSide?: number
  /** Size of the encoded file, at most; 64 MiB by default. */
  readonly maximumBytes?: number
  /** What shows through transparent pixels, as red, green, blue; white by default, as in a passport photo. */
  readonly background?: readonly [number, number, number]
}

export type PictureLimits = z.output<typeof optionsSchema>

/** What a decoder can tell of a picture before it decodes a pixel. */
export interface PictureHeader {
  readonly width: number
  readonly height: number
  /** More than one picture in the file. */
  readonly isAnimated: boolean
  /** How often a decoder goes over the picture: the scans of a JPEG; 1 if not given. */
  readonly scans?: number
  /** A name where the colours are neither RGB nor grey, such as `CMYK`. */
  readonly foreignColorSpace?: string
}

/** @throws ConfigurationError `invalid-options`. */
export function parsePictureDecoderOptions(options: PictureDecoderOptions): PictureLimits {
  return parseOptions("The image decoder's options", optionsSchema, options)
}

/**
 * Judges a file by its size and first bytes, before a decoding library sees it.
 *
 * @throws ImageDecodeError `empty`, `too-large`, `unsupported-type`, `animated`.
 */
export function assertReadableFile(bytes: Uint8Array, { maximumBytes }: PictureLimits): ReadableFormat {
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
  return signature.format
}

/**
 * Judges a picture by its header, before a pixel is decoded.
 *
 * @throws ImageDecodeError `too-large`, `too-costly`, `animated`, `unsupported-color-space`.
 */
export function assertDecodable(header: PictureHeader, { maximumPixels, maximumSide }: PictureLimits): void {
  const { width, height, isAnimated, scans = 1, foreignColorSpace } = header
  if (Math.max(width, height) > maximumSide || width * height > maximumPixels) {
    throw new ImageDecodeError(
      `The picture is ${width} x ${height} pixels; at most ${maximumPixels / 1e6} megapixels and ${maximumSide} pixels a side are decoded. Save it smaller.`,
      { code: 'too-large' },
    )
  }
  const mostWork = MOST_SCANS_OF_THE_LARGEST * Math.max(maximumPixels, LEAST_PIXELS_OF_A_SCAN)
  if (scans * Math.max(width * height, LEAST_PIXELS_OF_A_SCAN) > mostWork) {
    throw new ImageDecodeError(
      `The picture is a JPEG of ${scans} scans, far more than any camera or editor writes. Save it anew.`,
      { code: 'too-costly' },
    )
  }
  if (isAnimated) throw animated()
  if (foreignColorSpace !== undefined) {
    throw new ImageDecodeError(
      `The picture's colours are ${foreignColorSpace}, which has no one meaning on a screen. Save it as RGB.`,
      { code: 'unsupported-color-space' },
    )
  }
}

// The progressive JPEGs of libjpeg have 10 scans, those of mozjpeg a few more: a picture as large as may be has room
// for them, a smaller one for more. A scan costs something however small the picture.
const MOST_SCANS_OF_THE_LARGEST = 16
const LEAST_PIXELS_OF_A_SCAN = 65_536

/** For a file that begins like a picture and is none, or not all of it. */
export function damagedPicture(cause?: unknown): ImageDecodeError {
  return new ImageDecodeError('The picture is damaged or cut short. Save or send it again.', {
    code: 'corrupt',
    ...(cause === undefined ? {} : { cause }),
  })
}

const animated = () =>
  new ImageDecodeError('The picture is animated. Give single pictures, one face each.', { code: 'animated' })

const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(bytes < 10_485_760 ? 1 : 0)
