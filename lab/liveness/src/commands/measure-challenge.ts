// Measures the challenge cue on rendered people who answer and on photographs moved in their place.
// Needs: nothing; LFW View 1 for photographs of real people
// Options: [people, default 20] [photographs, default 20]
//
// One photograph of each person is zoomed, panned or tilted (24 frames with noise), with the mesh network.
import { existsSync } from 'node:fs'
import {
  createSession,
  createSimulatedPerson,
  renderFrame,
  type SessionAction,
} from '@faceward/capture-simulated'
import { dataPath } from '@faceward/lab-shared/data-folder'
import { defaultPreprocessor } from '@faceward/lab-shared/default-preprocessor'
import { roomyPortraits, sampleOf } from '@faceward/lab-shared/pictures'
import { seededRandom } from '@faceward/lab-shared/seeded-random'
import { type ChallengeAction, createChallengeCue, generateChallenge } from '@faceward/liveness'
import type { FaceSample, Image } from '@faceward/spec'
import { MOVES, movedPhotograph, withNoise } from '../moved-photograph.js'

const [people, photographs] = [Number(process.argv[2] ?? 20), Number(process.argv[3] ?? 20)]
const FIRST_PERSON = 31_000
const preprocessor = await defaultPreprocessor()
const cue = createChallengeCue()
const counts = new Map<string, { answered: number; refused: number; notJudged: number }>()

for (let k = 0; k < people; k++) {
  const seed = FIRST_PERSON + k
  const person = createSimulatedPerson({ seed })
  const actions = drawn(seed)
  await judge(`live: ${actions.join(', ')}`, actions, performed(person, seed, actions), 'live')
  const photograph = renderFrame(person, {
    camera: { width: 320, height: 240, horizontalFieldOfViewDegrees: 44 },
    distanceM: 0.45,
  }).frame.image
  await attack(photograph, seed, 'simulated')
  console.error(`person ${k + 1} of ${people}`)
}
const images = dataPath('lfw-view1/images')
if (existsSync(images)) {
  let k = 0
  for await (const portrait of roomyPortraits(images, { every: 60, from: 11, count: photographs })) {
    await attack(portrait, k++, 'LFW')
  }
}
console.table(Object.fromEntries(counts))

function drawn(seed: number): readonly ChallengeAction[] {
  const next = seededRandom(seed)
  return generateChallenge({
    random: { bytes: (length) => Uint8Array.from({ length }, () => Math.floor(256 * next())) },
  }).actions
}

function performed(
  person: ReturnType<typeof createSimulatedPerson>,
  seed: number,
  actions: readonly ChallengeAction[],
): Image[] {
  const challenge = actions.map((action, i) => ({ action: action as SessionAction, atMs: 600 + 1800 * i }))
  const options = { species: 'bona-fide', seed, durationMs: 4200, framesPerSecond: 10, challenge } as const
  return [...createSession(options, { person }).frames()].map(({ image }) => image)
}

/** One photograph, moved in every way that there is, against challenges that it might answer. */
async function attack(photograph: Image, seed: number, of: string): Promise<void> {
  const found = await sampleOf(preprocessor, photograph, 0)
  if (found === undefined) return
  const { x, y, width, height } = found.box
  const middle = { x: x + width / 2, y: y + height / 2 }
  const next = seededRandom(seed + 5)
  for (const [name, move] of Object.entries(MOVES)) {
    const sigma = 2 + 4 * next()
    const frames = Array.from({ length: 24 }, (_, i) =>
      withNoise(movedPhotograph(photograph, middle, move(Math.max(0, i - 4) / 19)), sigma, next),
    )
    const samples = await samplesOf(frames)
    for (const actions of [
      ['turn-left', 'come-closer'],
      ['turn-left'],
      ['turn-right'],
      ['look-up'],
    ] as const) {
      await count(`${of}: ${name}`, actions, samples)
    }
  }
}

async function judge(
  _: string,
  actions: readonly string[],
  images: readonly Image[],
  row: string,
): Promise<void> {
  const outcome = await count(row, actions, await samplesOf(images))
  if (outcome !== 'answered') console.log(_, outcome)
}

async function count(row: string, actions: readonly string[], samples: readonly FaceSample[]) {
  const challenge = { actions, issuedAtMs: 0, expiresAtMs: 20_000 }
  const result = await cue.evaluate({ samples, challenge })
  const of = counts.get(row) ?? { answered: 0, refused: 0, notJudged: 0 }
  const outcome = result.status === 'abstained' ? 'notJudged' : result.score >= 0.5 ? 'answered' : 'refused'
  counts.set(row, { ...of, [outcome]: of[outcome] + 1 })
  return outcome
}

async function samplesOf(images: readonly Image[]): Promise<FaceSample[]> {
  const samples: FaceSample[] = []
  for (const [i, image] of images.entries()) {
    const sample = await sampleOf(preprocessor, image, i)
    if (sample !== undefined) samples.push(sample)
  }
  return samples
}
