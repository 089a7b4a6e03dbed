// Measures what a turn leaves to see of a head's relief (docs/decisions/0041).
// Needs: nothing; LFW View 1 and the Kinect 2 set for real people
// Options: [rendered, default 24] [photographs, default 40]
//
// Real heads (Kinect infrared), rendered heads, and photographs of LFW that are tilted from the front, through the mesh
// network.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createSimulatedPerson, renderFrame } from '@faceward/capture-simulated'
import { kinectFaces, readGray16 } from '@faceward/lab-shared/kinect-faces'
import { defaultPreprocessor } from '@faceward/lab-shared/pipeline'
import type { FaceSample, Image } from '@faceward/spec'
import sharp from 'sharp'
import { type TurnRelief, turnRelief } from '../../../../packages/liveness/src/motion/turn-relief.js'
import { random } from '../../../../packages/liveness/test/synthetic-samples.js'
import { movedPhotograph, withNoise } from '../moved-photograph.js'

const [rendered, photographs] = [Number(process.argv[2] ?? 24), Number(process.argv[3] ?? 40)]
const DATA = process.env['FACEWARD_DATA'] ?? '../shared/assets'
/** As the tracker wants them. */
const LEAST = { yawDegrees: 15, pitchDegrees: 10 }
const TILTS = [-60, -45, -30, 30, 45, 60]
/** Crops of real heads are small and soft. */
const preprocessor = await defaultPreprocessor({
  minimumSharpness: 0,
  minimumVisibleShare: 0.5,
  minimumBrightness: 5,
})
const next = random(41)
const found = new Map<string, TurnRelief[]>()

for (let seed = 31_000; seed < 31_000 + rendered; seed++) {
  const person = createSimulatedPerson({ seed })
  const seen = (yawDegrees: number, pitchDegrees: number) =>
    sampleOf(
      withNoise(
        renderFrame(person, {
          camera: { width: 320, height: 240, horizontalFieldOfViewDegrees: 44 },
          distanceM: 0.45,
          pose: { yawDegrees, pitchDegrees },
        }).frame.image,
        4,
        next,
      ),
    )
  const turned = [await seen(-26, 0), await seen(-18, 0), await seen(18, 0), await seen(26, 0)]
  keep('rendered heads', await seen(0, 0), [...turned, await seen(0, 12), await seen(0, 18)])
}
const photographsFolder = join(DATA, 'lfw-view1/images')
const names = existsSync(photographsFolder) ? readdirSync(photographsFolder).sort() : []
for (const name of names.filter((_, i) => i % 60 === 7).slice(0, photographs)) {
  const { data, info } = await sharp(
    join(photographsFolder, name, readdirSync(join(photographsFolder, name)).sort()[0]!),
  )
    .extend({ top: 40, bottom: 40, left: 40, right: 40, extendWith: 'mirror' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const photograph: Image = {
    width: info.width,
    height: info.height,
    format: 'rgb8',
    data: new Uint8Array(data),
  }
  const rest = await sampleOf(photograph)
  if (rest === undefined) continue
  const middle = { x: rest.box.x + rest.box.width / 2, y: rest.box.y + rest.box.height / 2 }
  const tilted: (FaceSample | undefined)[] = []
  for (const degrees of TILTS) {
    for (const state of [{ yawDegrees: degrees }, { pitchDegrees: degrees }]) {
      tilted.push(await sampleOf(withNoise(movedPhotograph(photograph, middle, state), 2 + 4 * next(), next)))
    }
  }
  keep('tilted photographs', rest, tilted)
}
const kinect = join(DATA, 'rgbd/kinect2-ir-depth-train')
const people = new Map<string, FaceSample[]>()
for (const { subject, infrared } of existsSync(kinect) ? await kinectFaces(kinect) : []) {
  const sample = await sampleOf(await pictureOf(infrared))
  if (sample !== undefined) people.set(subject, [...(people.get(subject) ?? []), sample])
}
for (const samples of people.values()) {
  const level = [...samples].sort((a, b) => a.pose.pitchDegrees - b.pose.pitchDegrees)[samples.length >> 1]!
  const isFrontal = ({ pose }: FaceSample) =>
    Math.abs(pose.yawDegrees) < 8 && Math.abs(pose.pitchDegrees - level.pose.pitchDegrees) < 8
  for (const rest of samples.filter(isFrontal).slice(0, 8)) keep('real heads', rest, samples)
}
for (const [row, reliefs] of [...found].sort()) {
  console.log(`${row}: ${reliefs.length} turns; least, 2 %, 10 %, middle, 90 %, 98 %, most`)
  for (const measure of ['foreshorteningPerDegree', 'agreement', 'share', 'proportion'] as const) {
    const sorted = reliefs.map((relief) => relief[measure]).sort((a, b) => a - b)
    const at = [0, 0.02, 0.1, 0.5, 0.9, 0.98].map((share) => sorted[Math.floor(share * sorted.length)]!)
    console.log(`  ${measure.padEnd(24)} ${[...at, sorted.at(-1)!].map((one) => one.toFixed(4)).join(' ')}`)
  }
}

function keep(row: string, rest: FaceSample | undefined, others: readonly (FaceSample | undefined)[]): void {
  for (const other of others) {
    if (rest?.mesh === undefined || other?.mesh === undefined) continue
    const yawDegrees = other.pose.yawDegrees - rest.pose.yawDegrees
    const pitchDegrees = other.pose.pitchDegrees - rest.pose.pitchDegrees
    const isAside = Math.abs(yawDegrees) >= LEAST.yawDegrees
    if (Math.abs(yawDegrees) > 40 || (!isAside && pitchDegrees < LEAST.pitchDegrees)) continue
    const relief = turnRelief(rest.mesh, other.mesh, { yawDegrees, pitchDegrees })
    const name = `${row}, ${isAside ? 'aside' : 'up'}`
    if (relief !== undefined) found.set(name, [...(found.get(name) ?? []), relief])
  }
}

async function pictureOf(infrared: string): Promise<Image> {
  const { width, height, data } = await readGray16(infrared)
  const bright = [...data].sort((a, b) => a - b)[Math.floor(0.97 * data.length)]!
  const gray = Uint8Array.from(data, (value) => Math.min(255, Math.round(255 * Math.sqrt(value / bright))))
  const { data: pixels, info } = await sharp(gray, { raw: { width, height, channels: 1 } })
    .resize(4 * width, 4 * height, { kernel: 'cubic' })
    .extend({ top: 60, bottom: 60, left: 60, right: 60, background: '#555' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const rgb = Uint8Array.from(
    { length: 3 * info.width * info.height },
    (_, i) => pixels[info.channels * Math.floor(i / 3)]!,
  )
  return { width: info.width, height: info.height, format: 'rgb8', data: rgb }
}

async function sampleOf(image: Image): Promise<FaceSample | undefined> {
  const source = { id: 'measured', kind: 'stream' } as const
  const result = await preprocessor.process({ image, timestampMs: 0, sequence: 0, source })
  return result.status === 'usable' ? result.sample : undefined
}
