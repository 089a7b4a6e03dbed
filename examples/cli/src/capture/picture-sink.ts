import { join, resolve } from 'node:path'
import { CHANNELS, type Image } from '@faceward/spec'
import sharp from 'sharp'
import { writeFileAtomically } from '../files/write-file-atomically.js'
import { depthPicture } from './depth-picture.js'
import type { FrameSink } from './frame-sink.js'

/** Writes each frame as a colour PNG and, where there is depth, one in false colours beside it. */
export function createPictureSink(folder: string): FrameSink {
  const paths: string[] = []
  const write = async (name: string, image: Image) => {
    const { width, height, data, format } = image
    const raw = { width, height, channels: CHANNELS[format] }
    const path = join(resolve(folder), name)
    await writeFileAtomically(path, await sharp(data, { raw }).png({ compressionLevel: 3 }).toBuffer())
    paths.push(path)
  }
  return {
    async write({ image, depth, sequence }) {
      const number = String(sequence).padStart(5, '0')
      await write(`frame-${number}.png`, image)
      if (depth !== undefined) await write(`frame-${number}-depth.png`, depthPicture(depth))
    },
    close: async () => paths,
  }
}
