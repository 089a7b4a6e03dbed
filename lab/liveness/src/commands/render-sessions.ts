// Renders the sessions of the PAD measurement and finds the faces in them, once each, into the cache.
// Needs: nothing
// Options: [seconds] [part] [parts]
//
// Stops of its own after so many seconds, to be called again; several processes share the work by parts.
import { createSession, createSimulatedPerson, type SimulatedPerson } from '@faceward/capture-simulated'
import { defaultPreprocessor } from '@faceward/lab-shared/default-preprocessor'
import type { FaceSample, Frame, Image } from '@faceward/spec'
import { hasSession, readFrames, writeSession } from '../pad/session-file.js'
import {
  FRAME,
  FRAMES_PER_SECOND,
  SECOND_ACTION_MS,
  SECONDS,
  type SessionPlan,
  sessionPlans,
} from '../pad/session-plan.js'

const endsAt = performance.now() + 1000 * Number(process.argv[2] ?? Number.POSITIVE_INFINITY)
/** Several processes share the work by subject, since a replay needs its subject's own recording. */
const [part, parts] = [Number(process.argv[3] ?? 0), Number(process.argv[4] ?? 1)]
const plans = sessionPlans().filter(({ subject }) => subject % parts === part)
const missing = plans.filter(({ id }) => !hasSession(id))
const preprocessor = missing.length > 0 ? await defaultPreprocessor() : undefined
let known: SimulatedPerson | undefined
for (const [done, plan] of missing.entries()) {
  if (performance.now() > endsAt) break
  await make(plan)
  process.stderr.write(`${plans.length - missing.length + done + 1}/${plans.length} ${plan.id}\n`)
}

async function make(plan: SessionPlan): Promise<void> {
  if (known?.seed !== plan.subject) known = createSimulatedPerson({ seed: plan.subject })
  const session = createSession(
    {
      species: plan.species,
      seed: plan.seed,
      size: FRAME,
      framesPerSecond: FRAMES_PER_SECOND,
      durationMs: 1000 * SECONDS,
      challenge: plan.actions.map((action, i) => ({ action, atMs: i * SECOND_ACTION_MS })),
    },
    { person: known, ...recordingOf(plan) },
  )
  const frames: Frame[] = []
  const samples: FaceSample[] = []
  for (const frame of session.frames()) {
    frames.push(frame)
    const result = await preprocessor!.process(frame)
    if (result.status === 'usable') samples.push(result.sample)
  }
  writeSession(plan, samples, frames)
}

/** A replay shows the middle of the recorded frames, as large as the screen; an injection hands them over as they are. */
function recordingOf({ recordingId, species }: SessionPlan) {
  if (recordingId === undefined) return {}
  const frames = readFrames(recordingId)
  const pictures = species === 'injected-video' ? frames : frames.map(middleOf)
  return { recording: { pictures, framesPerSecond: FRAMES_PER_SECOND } }
}

function middleOf({ width, height, data }: Image): Image {
  const cut = new Uint8Array(height * height * 3)
  const left = (width - height) >> 1
  for (let y = 0; y < height; y++) {
    const from = (y * width + left) * 3
    cut.set(data.subarray(from, from + height * 3), y * height * 3)
  }
  return { width: height, height, format: 'rgb8', data: cut }
}
