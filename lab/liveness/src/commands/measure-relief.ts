// Measures what a turn leaves to see of a head's relief (docs/decisions/0041).
// Needs: nothing; LFW View 1 and the Kinect 2 set for real people
// Options: [rendered, default 24] [photographs, default 40]
//
// Real heads (Kinect infrared), rendered heads, and photographs of LFW that are tilted from the front, through the mesh
// network.
import { existsSync } from 'node:fs'
import { createSimulatedPerson, renderFrame } from '@faceward/capture-simulated'
import { dataPath } from '@faceward/lab-shared/data-folder'
import { defaultPreprocessor } from '@faceward/lab-shared/default-preprocessor'
import { KINECT, kinectFaces, readGray16 } from '@faceward/lab-shared/kinect-faces'
import { rgbImage, roomyPortraits, sampleOf } from '@faceward/lab-shared/pictures'
import { seededRandom } from '@faceward/lab-shared/seeded-random'
import type { FaceSample, Image } from '@faceward/spec'
import sharp from 'sharp'
import { type TurnRelief, turnRelief } from '../../../../packages/liveness/src/motion/turn-relief.js'
import { movedPhotograph, withNoise } from '../moved-photograph.js'

const [rendered, photographs] = [Number(process.argv[2] ?? 24), Number(process.argv[3] ?? 40)]
/** As the tracker wants them. */
const LEAST = { yawDegrees: 15, pitchDegrees: 10 }
const TILTS = [-60, -45, -30, 30, 45, 60]
/** Crops of real heads are small and soft. */
const preprocessor = await defaultPreprocessor({
  minimumSharpness: 0,
  minimumVisibleShare: 0.5,
  minimumBrightness: 5,
})
const next = seededRandom(41)
const found = new Map<string, TurnRelief[]>()

for (let seed = 31_000; seed < 31_000 + rendered; seed++) {
  const person = createSimulatedPerson({ seed })
  const seen = (yawDegrees: number, pitchDegrees: number) =>
    sampleOf(
      preprocessor,
      withNoise(
        renderFrame(person, {
          camera: { width: 320, height: 240, horizontalFieldOfViewDegrees: 44 },
          distanceM: 0.45,
          pose: { yawDegrees, pitchDegrees },
        }).frame.image,
        4,
        next,
      ),
      0,
    )
  const turned = [await seen(-26, 0), await seen(-18, 0), await seen(18, 0), await seen(26, 0)]
  keep('rendered heads', await seen(0, 0), [...turned, await seen(0, 12), await seen(0, 18)])
}
const portraits = dataPath('lfw-view1/images')
const turned = existsSync(portraits)
  ? roomyPortraits(portraits, { every: 60, from: 7, count: photographs })
  : []
for await (const photograph of turned) {
  const rest = await sampleOf(preprocessor, photograph, 0)
  if (rest === undefined) continue
  const middle = { x: rest.box.x + rest.box.width / 2, y: rest.box.y + rest.box.height / 2 }
  const tilted: (FaceSample | undefined)[] = []
  for (const degrees of TILTS) {
    for (const state of [{ yawDegrees: degrees }, { pitchDegrees: degrees }]) {
      tilted.push(
        await sampleOf(
          preprocessor,
          withNoise(movedPhotograph(photograph, middle, state), 2 + 4 * next(), next),
          0,
        ),
      )
    }
  }
  keep('tilted photographs', rest, tilted)
}
const kinect = dataPath(KINECT)
const people = new Map<string, FaceSample[]>()
for (const { subject, infrared } of existsSync(kinect) ? await kinectFaces(kinect) : []) {
  const sample = await sampleOf(preprocessor, await pictureOf(infrared), 0)
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
  return rgbImage(
    sharp(gray, { raw: { width, height, channels: 1 } })
      .resize(4 * width, 4 * height, { kernel: 'cubic' })
      .extend({ top: 60, bottom: 60, left: 60, right: 60, background: '#555' }),
  )
}
