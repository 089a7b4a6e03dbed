import type { LivenessCue, LivenessEvidence } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { faceSequence, resting } from '../../test/synthetic-face.js'
import { picture } from '../../test/synthetic-samples.js'
import { createChallengeCue } from '../challenges/challenge-cue.js'
import { createBlinkCue } from './blink-cue.js'
import { createIntegrityCue } from './integrity-cue.js'
import { createMicroMotionCue } from './micro-motion-cue.js'
import { createParallaxCue } from './parallax-cue.js'
import { createTextureCue } from './texture-cue.js'

const motion = createMicroMotionCue()
const parallax = createParallaxCue()
const blink = createBlinkCue()
const integrity = createIntegrityCue()
const challengeCue = createChallengeCue()
const overTime = [motion, parallax, blink, integrity, challengeCue]
const challenge = { actions: ['turn-left'], issuedAtMs: 0, expiresAtMs: 60_000 }

const reasonOf = async (cue: LivenessCue, evidence: LivenessEvidence) => {
  const result = await cue.evaluate(evidence)
  return result.status === 'abstained' ? result.reason : `scored ${result.score}`
}

describe.each(overTime.map((cue) => [cue.id, cue] as const))('%s abstains', (_, cue) => {
  const says = (samples: LivenessEvidence['samples']) => reasonOf(cue, { samples, challenge })

  it('on no frame, one and two', async () => {
    for (const count of [0, 1, 2]) expect(await says(faceSequence(resting(count)))).toBe('too_few_frames')
  })

  it('on stills, whatever their times', async () => {
    expect(await says(faceSequence(resting(30), { kind: 'still' }))).toBe('stills_only')
  })

  it('on frames out of order and on equal timestamps', async () => {
    expect(await says([...faceSequence(resting(30))].reverse())).toBe('timestamps_not_increasing')
    const frozen = faceSequence(resting(30), { timestampMs: (i) => 100 * (i >> 1) })
    expect(await says(frozen)).toBe('timestamps_not_increasing')
  })
})

describe.each([motion, parallax, blink, challengeCue].map((cue) => [cue.id, cue] as const))(
  '%s abstains',
  (_, cue) => {
    it('when the mesh fails on most frames, and when there is none', async () => {
      const most = faceSequence(resting(30), { withoutMesh: (i) => i % 5 !== 0 })
      const none = faceSequence(resting(30), { withoutMesh: () => true })
      for (const samples of [most, none])
        expect(await reasonOf(cue, { samples, challenge })).toBe('no_landmarks')
    })

    it('when a mesh is not a number on most frames', async () => {
      const broken = faceSequence(resting(30)).map((sample) => ({
        ...sample,
        mesh: { points: new Float32Array(1404).fill(Number.NaN), presence: 1 },
      }))
      expect(await reasonOf(cue, { samples: broken, challenge })).toBe('no_landmarks')
    })
  },
)

describe('frame rates', () => {
  it('5 frames a second are too few for blinks and enough for motion', async () => {
    const samples = faceSequence(resting(30), { framesPerSecond: 5, noise: 0.1 })
    expect(await reasonOf(blink, { samples })).toBe('frame_rate_too_low')
    expect((await motion.evaluate({ samples })).status).toBe('scored')
  })

  it('2 frames a second are too few for motion', async () => {
    expect(await reasonOf(motion, { samples: faceSequence(resting(30), { framesPerSecond: 2 }) })).toBe(
      'frame_rate_too_low',
    )
  })

  it('120 frames a second are frames like others', async () => {
    const samples = faceSequence(resting(240), { framesPerSecond: 120, noise: 0.1 })
    const results = await Promise.all([motion, integrity].map((cue) => cue.evaluate({ samples })))
    expect(results.map(({ status }) => status)).toEqual(['scored', 'scored'])
    expect(results[1]).not.toHaveProperty('veto')
  })

  it('six frames of a twentieth of a second at 120 are too short for motion', async () => {
    expect(await reasonOf(motion, { samples: faceSequence(resting(6), { framesPerSecond: 120 }) })).toBe(
      'too_few_frames',
    )
  })
})

describe('what does not show', () => {
  it('parallax abstains when the head hardly turned', async () => {
    const states = Array.from({ length: 20 }, (_, i) => ({ yawDegrees: 3 * Math.sin(i) }))
    expect(await reasonOf(parallax, { samples: faceSequence(states) })).toBe('head_did_not_move')
  })

  it('blink abstains on eyes closed throughout, and on three seconds without a blink', async () => {
    const closed = faceSequence(resting(30).map(() => ({ blink: 1 })))
    expect(await reasonOf(blink, { samples: closed })).toBe('eyes_closed_throughout')
    expect(await reasonOf(blink, { samples: faceSequence(resting(30)) })).toBe('not_measurable')
  })

  it('challenge abstains when nothing was asked, and on actions it does not know', async () => {
    const samples = faceSequence(resting(30))
    expect(await reasonOf(challengeCue, { samples })).toBe('no_challenge')
    const strange = { ...challenge, actions: ['turn-left', 'wave'] }
    expect(await reasonOf(challengeCue, { samples, challenge: strange })).toBe('not_measurable')
  })

  it('micro-motion abstains when the mesh jumps about more than a face can move', async () => {
    const samples = faceSequence(resting(30), { noise: 20 })
    expect(await reasonOf(motion, { samples })).toBe('not_measurable')
  })

  it('integrity abstains on black pictures, which repeat by nature', async () => {
    const black = picture({ side: 112, detail: 0, brightness: 0 })
    const samples = faceSequence(resting(20)).map((sample) => ({ ...sample, aligned: black }))
    expect(await reasonOf(integrity, { samples })).toBe('not_measurable')
  })

  it('texture abstains on nothing, on small and on dark faces', async () => {
    const texture = createTextureCue()
    const of = (image: ReturnType<typeof picture>) =>
      reasonOf(texture, { samples: faceSequence([{}], { image }) })
    expect(await reasonOf(texture, { samples: [] })).toBe('too_few_frames')
    expect(await of(picture({ side: 60, detail: 60 }))).toBe('face_too_small')
    expect(await of(picture({ side: 160, detail: 10, brightness: 12 }))).toBe('image_too_dark')
  })
})
