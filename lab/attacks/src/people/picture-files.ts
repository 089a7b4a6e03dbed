import { rgbImage } from '@faceward/lab-shared/pictures'
import type { Image } from '@faceward/spec'
import sharp from 'sharp'

const raw = ({ width, height, data }: Image) => sharp(data, { raw: { width, height, channels: 3 } })

export const toPng = (image: Image): Promise<Buffer> => raw(image).png({ compressionLevel: 3 }).toBuffer()
export const toJpeg = (image: Image, quality = 92): Promise<Buffer> => raw(image).jpeg({ quality }).toBuffer()

/** A picture file as pixels. */
export const rgb = (file: Uint8Array): Promise<Image> => rgbImage(sharp(file).autoOrient())
