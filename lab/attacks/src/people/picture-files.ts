import type { Image } from '@faceward/spec'
import sharp from 'sharp'

const raw = ({ width, height, data }: Image) => sharp(data, { raw: { width, height, channels: 3 } })

export const toPng = (image: Image): Promise<Buffer> => raw(image).png({ compressionLevel: 3 }).toBuffer()
export const toJpeg = (image: Image, quality = 92): Promise<Buffer> => raw(image).jpeg({ quality }).toBuffer()

/** A picture file as pixels. */
export async function rgb(file: Uint8Array): Promise<Image> {
  const { data, info } = await sharp(file)
    .autoOrient()
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, format: 'rgb8', data: new Uint8Array(data) }
}
