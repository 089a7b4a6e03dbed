import type { AbstentionReason, CueResult } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { composition, liveness } from '../../test/composition.js'
import { codes, enrolled, frames, STRANGER, three } from '../../test/enrolled.js'
import { createEngine } from './create-engine.js'

const challenge = {
  actions: ['turn-left', 'look-up'],
  issuedAtMs: 0,
  expiresAtMs: 9000,
  strengthBits: 5,
} as const
const scored = (score: number): CueResult => ({ status: 'scored', score, evidence: {} })
const abstained = (reason: AbstentionReason): CueResult => ({ status: 'abstained', reason })

describe('a capture that was to answer a challenge', () => {
  // Depth was sensed and nothing is asked for: neither makes up for the answer.
  const asked = { subjectId: 'ada', challenge, minimumAssurance: 'none' } as const
  const seeing = async (answer: CueResult | 'no cue') => {
    const { parts } = await enrolled()
    const detector = liveness({ score: 0.9, assurance: 'sensed-depth', challenge: answer })
    return createEngine({ ...parts, liveness: detector })
  }

  it('is rejected when it did not, whoever it shows', async () => {
    const engine = await seeing(scored(0.49))
    const [herself, stranger] = [
      await engine.verify({ ...asked, frames: frames({}, {}) }),
      await engine.verify({ ...asked, frames: frames({ angle: STRANGER }, { angle: STRANGER }) }),
    ]
    expect(herself).toMatchObject({
      decision: 'reject',
      confidence: 0,
      liveness: { challenge: { status: 'failed', strengthBits: 5 } },
    })
    expect(codes(herself.reasons)).toEqual(['challenge_failed'])
    expect(herself).not.toHaveProperty('similarity')
    expect(stranger).toEqual(herself)
  })

  it.each([
    ['frame_rate_too_low', /at least 10 frames a second/],
    ['too_few_frames', /too few frames/],
    ['frames_missing', /[Ff]rames are missing/],
    ['no_landmarks', /whole face in view/],
    ['stills_only', /single pictures show no action/],
    ['timestamps_not_increasing', /in order/],
  ] as const)('is to be tried again when it could not be judged: %s', async (why, words) => {
    const engine = await seeing(abstained(why))
    const result = await engine.verify({ ...asked, frames: frames({}, {}) })
    expect(result).toMatchObject({
      decision: 're_verify',
      confidence: 0,
      message: expect.stringMatching(words),
      liveness: { challenge: { status: 'not_judged' } },
    })
    expect(codes(result.reasons)).toEqual(['challenge_not_judged'])
    const enrolment = await engine.enroll({ ...asked, subjectId: 'eve', frames: three() })
    expect(enrolment).toMatchObject({ decision: 'refused', message: expect.stringMatching(words) })
  })

  it('is not taken for answered because no cue knows challenges', async () => {
    const result = await (await seeing('no cue')).verify({ ...asked, frames: frames({}) })
    expect(codes(result.reasons)).toEqual(['challenge_not_judged'])
  })

  it('enrols nobody when it did not', async () => {
    const engine = await seeing(scored(0.02))
    const result = await engine.enroll({ ...asked, subjectId: 'eve', frames: three() })
    expect(result).toMatchObject({
      decision: 'refused',
      liveness: { challenge: { status: 'failed', strengthBits: 5 } },
    })
    expect(codes(result.reasons)).toEqual(['challenge_failed'])
    expect(await engine.describeSubject({ subjectId: 'eve' })).toBeUndefined()
  })

  it('is compared when it did', async () => {
    const engine = await seeing(scored(0.5))
    const result = await engine.verify({ ...asked, frames: frames({}) })
    expect(result).toMatchObject({
      decision: 'accept',
      liveness: { challenge: { status: 'answered', strengthBits: 5 } },
    })
    const enrolment = await engine.enroll({ ...asked, subjectId: 'eve', frames: three() })
    expect(enrolment).toMatchObject({
      decision: 'enrolled',
      liveness: { challenge: { status: 'answered' } },
    })
  })
})

it('A capture without a challenge says nothing of one', async () => {
  const result = await createEngine(composition()).enroll({ subjectId: 'ada', frames: three() })
  expect(result.liveness).not.toHaveProperty('challenge')
})
