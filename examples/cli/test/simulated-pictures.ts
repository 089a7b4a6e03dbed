import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSimulatedPerson, renderFrame, sampleScenes } from '@faceward/capture-simulated'
import type { Image } from '@faceward/spec'
import sharp from 'sharp'

const CAMERA = { width: 320, height: 240, horizontalFieldOfViewDegrees: 36 }

/** Two people who look clearly different. */
const ADA = 125
const BORIS = 53

const toSharp = ({ width, height, data }: Image) => sharp(data, { raw: { width, height, channels: 3 } })

/** Pictures of simulated people and of what goes wrong, in folders as a user might have them. */
export async function writePictures(folder: string): Promise<void> {
  for (const name of ['ada', 'boris', 'odd', 'empty']) await mkdir(join(folder, name), { recursive: true })
  const ada = shots(ADA, 5)
  const boris = shots(BORIS, 1)
  const formats = ['png', 'jpeg', 'webp', 'png', 'png'] as const
  for (const [index, image] of ada.entries()) {
    await toSharp(image)
      .toFormat(formats[index]!, { quality: 95 })
      .toFile(join(folder, 'ada', `${index + 1}.${formats[index]}`))
  }
  await toSharp(boris[0]!)
    .png()
    .toFile(join(folder, 'boris', '1.png'))

  const both = await toSharp(ada[0]!).extend({ right: CAMERA.width }).png().toBuffer()
  const right = await toSharp(boris[0]!).png().toBuffer()
  await sharp(both)
    .composite([{ input: right, left: CAMERA.width, top: 0 }])
    .toFile(join(folder, 'odd', 'two-faces.png'))
  const wall = { create: { width: 320, height: 240, channels: 3, background: '#887766' } } as const
  await sharp(wall)
    .png()
    .toFile(join(folder, 'odd', 'no-face.png'))
  await sharp(both)
    .resize(120)
    .png()
    .toFile(join(folder, 'odd', 'tiny.png'))
  const jpeg = await toSharp(ada[0]!).jpeg().toBuffer()
  await writeFile(join(folder, 'odd', 'cut-short.jpg'), jpeg.subarray(0, jpeg.length / 2))
  await writeFile(join(folder, 'odd', 'text.jpg'), 'this is no picture')
}

function shots(seed: number, count: number): Image[] {
  const person = createSimulatedPerson({ seed })
  const scenes = sampleScenes(seed, count, { camera: CAMERA, maximumYawDegrees: 14, distanceM: [0.42, 0.55] })
  return scenes.map((scene) => renderFrame(person, scene).frame.image)
}
