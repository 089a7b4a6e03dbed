import {
  createSession,
  createSimulatedPerson,
  renderFrame,
  type SessionOptions,
  sampleScenes,
} from '@faceward/capture-simulated'
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

/** What a camera sees while somebody, or something, answers a challenge, as frames of a request. */
export async function sessionFrames(options: SessionOptions) {
  return Promise.all(
    [...createSession(options).frames()].map(async ({ image, timestampMs }) => ({
      image: (await toPng(image)).toString('base64'),
      captured_at: timestampMs,
    })),
  )
}
