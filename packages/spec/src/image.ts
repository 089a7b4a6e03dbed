/** Pixel layouts: 8 bits a channel, interleaved, rows from top to bottom, no padding between rows. */
export type ImageFormat = 'rgb8' | 'rgba8' | 'gray8'

/** Bytes a pixel takes in each {@link ImageFormat}. */
export const CHANNELS: Readonly<Record<ImageFormat, 1 | 3 | 4>> = { gray8: 1, rgb8: 3, rgba8: 4 }

/**
 * A decoded picture, sRGB, already upright (EXIF orientation applied by the decoder).
 * Coordinates: origin at the outer corner of the top left pixel, x to the right, y down, so the centre of
 * the first pixel is (0.5, 0.5).
 */
export interface Image {
  readonly width: number
  readonly height: number
  readonly format: ImageFormat
  /** `width * height * CHANNELS[format]` bytes. */
  readonly data: Uint8Array
}

/** A point in pixels of the image it belongs to. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** An axis-aligned box in pixels of the image it belongs to; it may reach beyond the image's edge. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Options of {@link ImageDecoder.decode}. */
export interface DecodeOptions {
  readonly signal?: AbortSignal
}

/** Turns an encoded picture into pixels. Limits are checked on the header, before any pixel is allocated. */
export interface ImageDecoder {
  /** @throws ImageDecodeError when the bytes are no picture, are broken, or exceed the decoder's limits. */
  decode(bytes: Uint8Array, options?: DecodeOptions): Promise<Image>
}
