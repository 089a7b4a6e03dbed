import { createSimulatedPerson, renderFrame, sampleScenes } from '@faceward/capture-simulated'
import type { Image } from '@faceward/spec'
import sharp from 'sharp'

const CAMERA = { width: 400, height: 300 }

const toPng = ({ width, height, data }: Image) =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 3 })
    .toBuffer()

/** A photo as JPEG. */
export const toJpeg = (photo: Buffer) => sharp(photo).jpeg({ quality: 92 }).toBuffer()

/** Photos of a person who does not exist, under conditions that differ; `from` skips scenes already used. */
export async function photos(seed: number, count: number, { from = 0 } = {}): Promise<Buffer[]> {
  const person = createSimulatedPerson({ seed })
  const scenes = sampleScenes(seed, from + count, {
    camera: CAMERA,
    maximumYawDegrees: 8,
    distanceM: [0.4, 0.5],
  }).slice(from)
  return Promise.all(scenes.map((scene) => toPng(renderFrame(person, scene).frame.image)))
}

/** A photo printed and photographed again: softer, with less contrast, blacks that are not black. */
export const printOf = (photo: Buffer) => sharp(photo).blur(0.7).linear(0.82, 24).png().toBuffer()

/** A print held by hand before a camera: it wanders by some pixels and every exposure has noise of its own. */
export async function heldByHand(print: Buffer, count: number): Promise<Buffer[]> {
  const { width, height } = await sharp(print).metadata()
  const margin = 12
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const left = Math.round(margin / 2 + (margin / 2) * Math.sin(index))
      const top = Math.round(margin / 2 + (margin / 2) * Math.cos(1.7 * index))
      const size = { width: width - margin, height: height - margin }
      const noise = {
        ...size,
        channels: 3,
        background: 'black',
        noise: { type: 'gaussian', mean: 8, sigma: 4 },
      } as const
      const grain = await sharp({ create: noise }).png().toBuffer()
      return sharp(print)
        .extract({ left, top, ...size })
        .composite([{ input: grain, blend: 'add' }])
        .png()
        .toBuffer()
    }),
  )
}
