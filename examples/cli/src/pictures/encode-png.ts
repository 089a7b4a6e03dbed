import type { Image } from '@faceward/spec'
import sharp from 'sharp'

/** An rgb8 picture as a PNG file. */
export function encodePng({ width, height, data }: Image): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer()
}
