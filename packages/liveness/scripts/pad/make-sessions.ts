/**
 * Makes the sessions of the PAD measurement from the rendered live ones: bona fide through a camera model, and attacks
 * with instruments, each through the default detector and mesh. Waits for nothing: run again when more is rendered.
 *   node --conditions=@faceward/source --import ./scripts/run-typescript.mjs packages/liveness/scripts/pad/make-sessions.ts [species,...]
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSimulatedPerson, renderFrame } from '@faceward/capture-simulated'
import type { FaceSample, Image } from '@faceward/spec'
import { cameraModel, capture } from './camera.js'
import { type Action, FRAME_COUNT, FRAME_SIDE, FRAMES_PER_SECOND, liveMotion } from './live-motion.js'
import { cacheFolder, type LiveSessionPlan, livePath, liveSessions } from './live-sessions.js'
import { defaultPreprocessor } from './pipeline.js'
import { seeded } from './seeded.js'
import { hasSession, writeSession } from './session-file.js'
import { attackPictures, PLANE_SPECIES, type PlaneSpecies } from './species.js'

const STILL_SIDE = 384
const wanted = process.argv[2]?.split(',') ?? ['live', ...PLANE_SPECIES]
const preprocessor = await defaultPreprocessor()

for (const plan of liveSessions()) {
  if (!existsSync(livePath(plan.id))) continue
  if (wanted.includes('live') && !hasSession(plan.id)) {
    await process_(plan.id, undefined, plan, plan.motionSeed, readLive(plan.id))
  }
  for (const [k, species] of PLANE_SPECIES.entries()) {
    const id = plan.id.replace('live', species)
    if (!wanted.includes(species) || hasSession(id)) continue
    const seed = plan.motionSeed * 10 + k + 1
    const video = plan.actions.length > 0 ? otherChallenge(plan, seed) : plan
    if (video === undefined) continue
    const still = species.startsWith('print') ? stillOf(plan.subject) : readLive(plan.id)[0]!
    const pictures = await attackPictures(species, seed, { still, video: readLive(video.id) }, plan.actions)
    await process_(id, species, plan, seed, pictures)
  }
}

async function process_(
  id: string,
  species: PlaneSpecies | undefined,
  { subject, actions }: { subject: number; actions: readonly Action[] },
  seed: number,
  light: readonly Image[],
): Promise<void> {
  const camera = cameraModel(seed)
  const noise = seeded(seed + 1_000_000)
  const frames: Image[] = []
  const samples: FaceSample[] = []
  for (const [index, picture] of light.entries()) {
    const image = await capture(picture, camera, noise)
    frames.push(image)
    const result = await preprocessor.process({
      image,
      timestampMs: (index * 1000) / FRAMES_PER_SECOND,
      sequence: index,
      source: { id: 'simulated', kind: 'stream' },
    })
    if (result.status === 'usable') samples.push(result.sample)
  }
  writeSession({ id, ...(species ? { species } : {}), subject, actions, samples }, frames)
  process.stdout.write(`${id} ${samples.length}\n`)
}

function readLive(id: string): Image[] {
  const bytes = new Uint8Array(readFileSync(livePath(id)))
  const length = FRAME_SIDE * FRAME_SIDE * 3
  return Array.from({ length: FRAME_COUNT }, (_, i) => ({
    width: FRAME_SIDE,
    height: FRAME_SIDE,
    format: 'rgb8',
    data: bytes.subarray(i * length, (i + 1) * length),
  }))
}

/** A recorded answer to an independently drawn challenge; of a subject of the same half, so that halves stay apart. */
function otherChallenge(plan: LiveSessionPlan, seed: number): LiveSessionPlan | undefined {
  const rendered = liveSessions().filter(
    (other) =>
      other.actions.length > 0 &&
      other.id !== plan.id &&
      other.subject % 2 === plan.subject % 2 &&
      existsSync(livePath(other.id)),
  )
  return rendered.length < 4 ? undefined : seeded(seed).pick(rendered)
}

/** A frontal picture of the subject at four times the frames' pixels, as somebody would print it. */
function stillOf(subject: number): Image {
  const path = join(cacheFolder('stills'), `${subject}.rgb`)
  const size = { width: STILL_SIDE, height: STILL_SIDE, format: 'rgb8' as const }
  if (existsSync(path)) return { ...size, data: new Uint8Array(readFileSync(path)) }
  const scene = liveMotion(subject * 10 + 7, []).sceneAt(0)
  const { frame } = renderFrame(createSimulatedPerson({ seed: subject }), {
    ...scene,
    camera: { ...scene.camera, width: STILL_SIDE, height: STILL_SIDE },
    distanceM: 0.4,
    blink: 0,
  })
  mkdirSync(cacheFolder('stills'), { recursive: true })
  writeFileSync(path, frame.image.data)
  return frame.image
}
