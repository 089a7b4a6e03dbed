import type { Frame } from '@faceward/spec'
import type { FrameAnalysis } from '@faceward/web'
import type { Answer, Challenge, Performance } from '../service/face-service.js'
import { guidanceFor, type PictureSize } from './guidance.js'
import { createSteadiness } from './steadiness.js'

/** Frames are taken this far apart at least, milliseconds: enough for every cue, and few enough to decide soon. */
const FRAME_INTERVAL_MS = 95
/** The engine reads so many at most; a challenge that is done in time needs fewer. */
const MOST_FRAMES = 120
/** Frames after the last action, for its end to be seen as well. */
const FRAMES_AFTER = 2
/** Of the ring: finding the face, then the challenge. */
const READY_SHARE = 0.2

/** What the page shows of one frame of an attempt. */
export interface AttemptView {
  readonly analysis: FrameAnalysis
  readonly size: PictureSize
  /** What to do, for the person. */
  readonly guidance: string
  /** Of the whole attempt, 0..1. */
  readonly share: number
  /** Once it has begun, with the index of the action that is waited for. */
  readonly challenge?: Challenge
  readonly step?: number
}

/** What an attempt runs on. */
export interface AttemptParts {
  readonly frames: AsyncIterable<Frame>
  readonly analyze: (frame: Frame) => Promise<FrameAnalysis>
  readonly challenge: () => Promise<Challenge>
  readonly answer: (performance: Performance) => Promise<Answer>
  readonly onView: (view: AttemptView) => void
  /** The frames are taken; the answer is on its way. */
  readonly onDeciding: () => void
}

/**
 * Waits until somebody is well in the picture and still, asks for a challenge, and has the frames judged in which it is
 * answered or failed: the engine decides, not the page. Undefined when the frames end before.
 */
export async function runAttempt(parts: AttemptParts): Promise<Answer | undefined> {
  const frames = paced(parts.frames)
  try {
    if (!(await becomeReady(frames, parts))) return undefined
    const challenge = await parts.challenge()
    const next = await frames.next()
    if (next.done) return undefined
    return await perform(next.value, frames, challenge, parts)
  } finally {
    await frames.return(undefined)
  }
}

/** Frames at most as often as they are needed. */
async function* paced(frames: AsyncIterable<Frame>): AsyncGenerator<Frame, undefined, undefined> {
  let lastMs = Number.NEGATIVE_INFINITY
  for await (const frame of frames) {
    if (frame.timestampMs - lastMs < FRAME_INTERVAL_MS) continue
    lastMs = frame.timestampMs
    yield frame
  }
  return undefined
}

type PacedFrames = ReturnType<typeof paced>

async function becomeReady(frames: PacedFrames, { analyze, onView }: AttemptParts): Promise<boolean> {
  const steadiness = createSteadiness()
  for (;;) {
    const { done, value: frame } = await frames.next()
    if (done) return false
    const size = sizeOf(frame)
    const analysis = await analyze(frame)
    const problem = guidanceFor(analysis, size)
    const { face, pose, timestampMs } = analysis
    const steady = steadiness.add(
      problem === undefined && face && pose ? { box: face.box, pose, timestampMs } : undefined,
    )
    onView({ analysis, size, guidance: problem ?? 'Hold still', share: READY_SHARE * steady })
    if (steady === 1) return true
  }
}

function perform(
  first: Frame,
  rest: PacedFrames,
  challenge: Challenge,
  { answer, onView, onDeciding }: AttemptParts,
): Promise<Answer> {
  const { actions, lifetimeMs, strengthBits } = challenge
  const state = { after: 0, size: sizeOf(first) }
  async function* frames(): AsyncGenerator<Frame> {
    let frame: Frame | undefined = first
    for (let taken = 0; frame !== undefined && taken < MOST_FRAMES; taken++) {
      state.size = sizeOf(frame)
      yield frame
      if (state.after > FRAMES_AFTER) break
      frame = (await rest.next()).value
    }
    onDeciding()
  }
  const onFrame = (analysis: FrameAnalysis): void => {
    const { status = 'in-progress', step = 0, amount = 0, hint = '' } = analysis.challenge ?? {}
    if (status !== 'in-progress') state.after++
    const done = status === 'completed' ? 1 : (step + amount) / actions.length
    const share = READY_SHARE + (1 - READY_SHARE) * done
    onView({ analysis, size: state.size, guidance: hint, share, challenge, step })
  }
  // The challenge's clock begins with the first frame after it came.
  const issuedAtMs = first.timestampMs
  const strength = strengthBits === undefined ? {} : { strengthBits }
  const transcript = { actions, issuedAtMs, expiresAtMs: issuedAtMs + lifetimeMs, ...strength }
  return answer({ challenge, transcript, frames: frames(), onFrame })
}

/** Pixels are handed over to a worker and gone afterwards; the size is not. */
const sizeOf = ({ image: { width, height } }: Frame): PictureSize => ({ width, height })
