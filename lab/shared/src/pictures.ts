import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { FaceSample, Image, Preprocessor } from '@faceward/spec'
import sharp, { type Sharp } from 'sharp'

/** What sharp was told to make, as pixels. */
export async function rgbImage(picture: Sharp): Promise<Image> {
  const { data, info } = await picture
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, format: 'rgb8', data: new Uint8Array(data) }
}

/** So many photographs below a folder, evenly spread over its sorted names. */
export function spreadPhotographs(folder: string, count: number): readonly string[] {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jpg'))
    .sort()
  return Array.from({ length: Math.min(count, all.length) }, (_, index) =>
    join(folder, all[Math.floor((index * all.length) / Math.min(count, all.length))]!),
  )
}

/** The first photograph of every `every`th person of LFW from the one at `from` on, its border mirrored to leave room for moves. */
export async function* roomyPortraits(
  folder: string,
  { every, from, count }: { readonly every: number; readonly from: number; readonly count: number },
): AsyncGenerator<Image> {
  const names = readdirSync(folder).sort()
  for (const name of names.filter((_, i) => i % every === from).slice(0, count)) {
    const file = join(folder, name, readdirSync(join(folder, name)).sort()[0]!)
    const border = { top: 40, bottom: 40, left: 40, right: 40, extendWith: 'mirror' } as const
    yield rgbImage(sharp(file).extend(border))
  }
}

/** What the preprocessor makes of a picture by itself, or of one in a stream of 10 a second; undefined when it is refused. */
export async function sampleOf(
  preprocessor: Preprocessor,
  image: Image,
  place?: number,
): Promise<FaceSample | undefined> {
  const source = { id: 'lab', kind: place === undefined ? 'still' : 'stream' } as const
  const sequence = place ?? 0
  const result = await preprocessor.process({ image, timestampMs: 100 * sequence, sequence, source })
  return result.status === 'usable' ? result.sample : undefined
}

/** Of a sample that nothing but its place in the picture is known of. */
export const UNMEASURED = {
  pose: { yawDegrees: 0, pitchDegrees: 0, rollDegrees: 0 },
  quality: { overall: 1, sharpness: 0, brightness: 0, contrast: 0, interocularPixels: 0 },
} as const
