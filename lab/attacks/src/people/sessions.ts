import {
  createSession,
  createSimulatedPerson,
  SESSION_ACTIONS,
  type SessionAction,
} from '@faceward/capture-simulated'
import type { Image } from '@faceward/spec'
import { CAMERA } from './photographs.js'
import { rgb, toPng } from './picture-files.js'
import { cached } from './render-cache.js'

/** A frame as it is shown to the server. */
export interface ShownFrame {
  readonly image: Image
  readonly capturedAtMs: number
}

const FRAMES_PER_SECOND = 10
const STEP_MS = 1000 / FRAMES_PER_SECOND
/** When the first action is asked for, and each next one: a reaction and 1.2 s, and a moment to come back. */
const FIRST_MS = 300
const EACH_MS = 1600
const size = { width: CAMERA.width, height: CAMERA.height }

export const canBeSimulated = (name: string): name is SessionAction =>
  (SESSION_ACTIONS as readonly string[]).includes(name)

/** What the camera sees of a person who does nothing in particular. */
export async function restingSession(subject: number, frames: number): Promise<ShownFrame[]> {
  const files = await cached(`rest-${subject}-${frames}`, () => render(subject, frames, []))
  return shown(files)
}

/**
 * What the camera sees of a person who does what is asked. An action's part of the session depends on its place
 * and on nothing else, so parts are kept and put together: ten a person suffice for all pairs.
 */
export async function answeringSession(
  subject: number,
  actions: readonly SessionAction[],
): Promise<ShownFrame[]> {
  const parts: (readonly Buffer[])[] = []
  for (const [slot, action] of actions.entries()) {
    const until = slot === actions.length - 1
    parts.push(
      await cached(`part-${subject}-${slot}-${action}-${until ? 'last' : 'on'}`, async () => {
        const before = Array.from({ length: slot }, (_, i) => actions[i]!)
        const files = await render(subject, partEnd(slot, until), [...before, action])
        return files.slice(partEnd(slot - 1, false))
      }),
    )
  }
  return shown(parts.flat())
}

/** Frames up to the end of a part. */
const partEnd = (slot: number, last: boolean) =>
  slot < 0 ? 0 : Math.round((FIRST_MS + EACH_MS * (slot + 1) + (last ? 100 : 0)) / STEP_MS)

async function render(subject: number, frames: number, actions: readonly SessionAction[]): Promise<Buffer[]> {
  const session = createSession(
    {
      species: 'bona-fide',
      seed: subject * 7 + 3,
      size,
      framesPerSecond: FRAMES_PER_SECOND,
      durationMs: frames * STEP_MS,
      challenge: actions.map((action, i) => ({ action, atMs: FIRST_MS + EACH_MS * i })),
    },
    { person: createSimulatedPerson({ seed: subject }) },
  )
  const files: Buffer[] = []
  for (const { image } of session.frames()) files.push(await toPng(image))
  return files
}

async function shown(files: readonly Buffer[]): Promise<ShownFrame[]> {
  const images = await Promise.all(files.map(rgb))
  return images.map((image, i) => ({ image, capturedAtMs: Math.round(i * STEP_MS) }))
}
