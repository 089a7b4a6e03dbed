import { createSimulatedPerson, renderFrame, sampleScenes } from '@faceward/capture-simulated'
import type { Image } from '@faceward/spec'
import { rgb, toJpeg, toPng } from './picture-files.js'
import { realPhotographs } from './real-people.js'
import { cached } from './render-cache.js'

/** As a web camera at arm's length sees somebody; the same size and lens as the sessions. */
export const CAMERA = { width: 256, height: 192, horizontalFieldOfViewDegrees: 44 }

/** Photographs of a person who does not exist, under conditions that differ, deterministic by seed; or of a real one. */
export async function photographs(seed: number, count: number, { from = 0 } = {}): Promise<Image[]> {
  const real = await realPhotographs(seed, from, count)
  if (real !== undefined) return real
  const scenes = sampleScenes(seed, from + count, {
    camera: CAMERA,
    maximumYawDegrees: 8,
    distanceM: [0.4, 0.48],
  })
  const pictures: Image[] = []
  for (const [index, scene] of scenes.entries()) {
    if (index < from) continue
    const file = await cached(`photo-${seed}-${index}`, async () => [
      await toPng(renderFrame(createSimulatedPerson({ seed }), scene).frame.image),
    ])
    pictures.push(await rgb(file[0]!))
  }
  return pictures
}

/** The same as JPEG files, as a client sends them. */
export const photographFiles = async (seed: number, count: number, { from = 0 } = {}): Promise<Buffer[]> =>
  Promise.all((await photographs(seed, count, { from })).map((image) => toJpeg(image)))
