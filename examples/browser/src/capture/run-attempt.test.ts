import type { Frame } from '@faceward/spec'
import type { FrameAnalysis } from '@faceward/web'
import { describe, expect, it } from 'vitest'
import type { Answer, Performance } from '../service/face-service.js'
import { type AttemptView, runAttempt } from './run-attempt.js'

const ANSWER: Answer = { outcome: 'accept', reasons: [], assurance: 'challenge', cues: [], usedFrames: 1 }
const CHALLENGE = { actions: ['turn-left', 'smile'], lifetimeMs: 20_000 }

function frameAt(sequence: number, intervalMs: number): Frame {
  const image = { width: 64, height: 48, format: 'rgb8', data: new Uint8Array(64 * 48 * 3) } as const
  return {
    image,
    timestampMs: 1000 + sequence * intervalMs,
    sequence,
    source: { id: 'test', kind: 'stream' },
  }
}

/** A camera whose loop says when it was left. */
function camera(count: number, intervalMs = 100) {
  const state = { given: 0, closed: false }
  async function* frames(): AsyncGenerator<Frame> {
    try {
      while (state.given < count) yield frameAt(state.given++, intervalMs)
    } finally {
      state.closed = true
    }
  }
  return { frames: frames(), state }
}

/** A face that stands still in the middle. */
function still({ timestampMs, sequence }: Frame): FrameAnalysis {
  const box = { x: 20, y: 12, width: 24, height: 24 }
  const face = { box, score: 1, rightEye: { x: 0, y: 0 }, leftEye: { x: 1, y: 0 } }
  const pose = { yawDegrees: 0, pitchDegrees: 0, rollDegrees: 0 }
  return { usable: true, reasons: [], faces: [face], face, pose, timestampMs, sequence }
}

/** A service in whose eyes each action takes so many frames. */
function service(framesAnAction: number) {
  const taken: Frame[] = []
  const state: { performance?: Performance } = {}
  const answer = async (performance: Performance): Promise<Answer> => {
    state.performance = performance
    for await (const frame of performance.frames) {
      taken.push(frame)
      const step = Math.min(2, Math.floor(taken.length / framesAnAction))
      const status = step === 2 ? 'completed' : 'in-progress'
      const challenge = { status, step, amount: 0, hint: `step ${step}` } as const
      performance.onFrame({ ...still(frame), challenge })
    }
    return ANSWER
  }
  return { answer, taken, state }
}

async function attempt(parts: { camera: ReturnType<typeof camera>; service: ReturnType<typeof service> }) {
  const views: AttemptView[] = []
  const told: string[] = []
  const answer = await runAttempt({
    frames: parts.camera.frames,
    analyze: async (frame) => still(frame),
    challenge: async () => CHALLENGE,
    answer: parts.service.answer,
    onView: (view) => views.push(view),
    onDeciding: () => told.push('deciding'),
  })
  return { answer, views, told }
}

describe('runAttempt', () => {
  it('waits for stillness, has the challenge answered, and stops soon after it is done', async () => {
    const parts = { camera: camera(1000), service: service(5) }
    const { answer, views, told } = await attempt(parts)
    expect(answer).toBe(ANSWER)
    expect(told).toEqual(['deciding'])
    expect(views[0]).toMatchObject({ guidance: 'Hold still', share: 0 })
    expect(views.at(-1)).toMatchObject({ guidance: 'step 2', share: 1, challenge: CHALLENGE })
    const shares = views.map(({ share }) => share)
    expect([...shares].sort((a, b) => a - b)).toEqual(shares)
    // Ten frames for the actions, and two for the end to be seen.
    expect(parts.service.taken).toHaveLength(12)
    expect(parts.camera.state.closed).toBe(true)
  })

  it('starts the clock of the challenge with its first frame', async () => {
    const parts = { camera: camera(1000), service: service(3) }
    await attempt(parts)
    const { transcript } = parts.service.state.performance!
    expect(transcript.issuedAtMs).toBe(parts.service.taken[0]!.timestampMs)
    expect(transcript.expiresAtMs - transcript.issuedAtMs).toBe(CHALLENGE.lifetimeMs)
  })

  it('takes about ten frames a second of a faster camera', async () => {
    const parts = { camera: camera(3000, 33), service: service(10) }
    await attempt(parts)
    const times = parts.service.taken.map(({ timestampMs }) => timestampMs)
    for (const [i, time] of times.slice(1).entries()) expect(time - times[i]!).toBeGreaterThanOrEqual(95)
  })

  it('ends by itself when nothing is done, with no more frames than the engine reads', async () => {
    const parts = { camera: camera(100_000), service: service(1e6) }
    expect((await attempt(parts)).answer).toBe(ANSWER)
    expect(parts.service.taken).toHaveLength(120)
    expect(parts.camera.state.closed).toBe(true)
  })

  it('gives no answer when the camera ends before anybody is ready', async () => {
    const parts = { camera: camera(2), service: service(5) }
    expect((await attempt(parts)).answer).toBeUndefined()
  })

  it('closes the camera when the service breaks', async () => {
    const parts = { camera: camera(1000), service: service(5) }
    const broken = { ...parts.service, answer: () => Promise.reject(new Error('broken')) }
    await expect(attempt({ ...parts, service: broken })).rejects.toThrow('broken')
    expect(parts.camera.state.closed).toBe(true)
  })
})
