import type { CueResult, FaceSample, LivenessCue } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { type FaceState, faceSequence, resting } from '../../test/synthetic-face.js'
import { picture } from '../../test/synthetic-samples.js'
import { findBlinks } from '../motion/find-blinks.js'
import { createBlinkCue } from './blink-cue.js'
import { createDefaultCues } from './create-default-cues.js'
import { createIntegrityCue } from './integrity-cue.js'
import { createMicroMotionCue } from './micro-motion-cue.js'
import { createParallaxCue } from './parallax-cue.js'
import { centredAt, logistic, median } from './score-curves.js'
import { createTextureCue } from './texture-cue.js'

const judge = async (cue: LivenessCue, samples: readonly FaceSample[]) => {
  const result: CueResult = await cue.evaluate({ samples })
  return result.status === 'scored' ? result : result.reason
}
const over = (count: number, of: (t: number) => FaceState, framesPerSecond = 10) =>
  faceSequence(
    Array.from({ length: count }, (_, i) => of(i / framesPerSecond)),
    { framesPerSecond },
  )

describe('integrity', () => {
  const cue = createIntegrityCue()
  const live = faceSequence(resting(11))
  const frozenIn = (count: number) =>
    live.map((sample, i) => (i > 0 && i <= count ? { ...sample, aligned: live[0]!.aligned } : sample))

  it('lets four steps in ten stand still, and no more', async () => {
    expect(await judge(cue, frozenIn(4))).toMatchObject({ evidence: { frozenShare: 0.4 } })
    expect(await judge(cue, frozenIn(4))).not.toHaveProperty('veto')
    expect(await judge(cue, frozenIn(5))).toMatchObject({
      score: 0,
      veto: true,
      evidence: { frozenShare: 0.5 },
    })
  })

  it('takes one earlier picture that comes again for what no camera does', async () => {
    const again = live.map((sample, i) => (i === 7 ? { ...sample, aligned: live[2]!.aligned } : sample))
    expect(await judge(cue, again)).toMatchObject({ score: 0, veto: true, evidence: { repeats: 1 } })
    // The same crop elsewhere in the picture is another picture.
    const elsewhere = again.map((sample, i) =>
      i === 7 ? { ...sample, box: { ...sample.box, x: 1 } } : sample,
    )
    expect(await judge(cue, elsewhere)).not.toHaveProperty('veto')
  })

  it('does not take flat pictures that come again for a loop', async () => {
    const flat = picture({ side: 112, detail: 0, brightness: 0 })
    const blinded = live.map((sample, i) => (i === 3 || i === 7 ? { ...sample, aligned: flat } : sample))
    expect(await judge(cue, blinded)).not.toHaveProperty('veto')
  })

  it('takes steps of 2 ms for those of a camera, and shorter ones not', async () => {
    const every = (ms: number) => faceSequence(resting(11), { timestampMs: (i) => 1000 + i * ms })
    expect(await judge(cue, every(2))).not.toHaveProperty('veto')
    expect(await judge(cue, every(1.9))).toMatchObject({
      veto: true,
      evidence: { shortestStepMs: expect.closeTo(1.9) },
    })
  })

  it('needs four frames, and one every other second', async () => {
    const spaced = (count: number, ms: number) => faceSequence(resting(count), { timestampMs: (i) => i * ms })
    expect(await judge(cue, spaced(4, 2000))).toHaveProperty('score')
    expect(await judge(cue, spaced(3, 2000))).toBe('too_few_frames')
    expect(await judge(cue, spaced(4, 2001))).toBe('frame_rate_too_low')
  })

  it('scores by the share of pixels that noise changed, all from two in five', async () => {
    const base = live[0]!.aligned
    const changing = (share: number) =>
      live.map((sample, frame) => ({
        ...sample,
        aligned: {
          ...base,
          data: base.data.map((value, i) =>
            ((i - 1) / 12) % 1 === 0 && ((i - 1) / 12) % 100 < 100 * share ? (value + frame) & 0xff : value,
          ),
        },
      }))
    expect(await judge(cue, changing(0.2))).toMatchObject({ score: expect.closeTo(0.5, 1) })
    expect(await judge(cue, changing(0.41))).toMatchObject({ score: 1 })
    expect(await judge(cue, changing(0.1))).toMatchObject({
      evidence: { changedShare: expect.closeTo(0.1, 2) },
    })
  })
})

describe('micro-motion', () => {
  const cue = createMicroMotionCue()
  const talking = (t: number): FaceState => ({ mouthOpen: 0.3 + 0.3 * Math.sin(9 * t) })

  it('needs six frames over 0.7 seconds, at 4.5 a second', async () => {
    const spaced = (count: number, ms: number) =>
      faceSequence(
        Array.from({ length: count }, (_, i) => talking((i * ms) / 1000)),
        { timestampMs: (i) => i * ms },
      )
    expect(await judge(cue, spaced(6, 140))).toHaveProperty('score')
    expect(await judge(cue, spaced(6, 139))).toBe('too_few_frames')
    expect(await judge(cue, spaced(5, 200))).toBe('too_few_frames')
    expect(await judge(cue, spaced(8, 222))).toHaveProperty('score')
    expect(await judge(cue, spaced(8, 223))).toBe('frame_rate_too_low')
  })

  it('needs as many meshes as frames', async () => {
    const states = Array.from({ length: 8 }, (_, i) => talking(i / 5))
    const some = (missing: number) =>
      faceSequence(states, { framesPerSecond: 5, withoutMesh: (i) => i < missing })
    expect(await judge(cue, some(2))).toHaveProperty('score')
    expect(await judge(cue, some(3))).toBe('too_few_frames')
  })

  it('scores one half at the variance it is told', async () => {
    const result = await judge(createMicroMotionCue(), over(30, talking))
    if (typeof result === 'string') throw new Error(result)
    const { variance, noiseVariance } = result.evidence as { variance: number; noiseVariance: number }
    const told = createMicroMotionCue({ minimumVariance: variance - noiseVariance })
    expect(await judge(told, over(30, talking))).toMatchObject({ score: expect.closeTo(0.5, 9) })
  })

  it('says no more than one half of a face in which hardly anything but noise moves', async () => {
    const jumping = over(30, (t) => ({
      mouthOpen: 0.3 + 0.2 * Math.sin(3 * t) + (Math.round(10 * t) % 2 === 0 ? 0.1 : -0.1),
    }))
    const result = await judge(cue, jumping)
    expect(result).toMatchObject({ score: 0.5 })
  })
})

describe('parallax', () => {
  const cue = createParallaxCue()
  const turning = (degrees: number, count = 12) =>
    over(count, (t) => ({ yawDegrees: degrees * Math.min(1, Math.max(0, (t - 0.2) / 0.5)) }))

  it('needs a turn of 9 degrees, aside or up', async () => {
    expect(await judge(cue, turning(9))).toMatchObject({ evidence: { turnDegrees: 9 } })
    expect(await judge(cue, turning(-9))).toMatchObject({ evidence: { turnDegrees: 9 } })
    expect(await judge(cue, turning(8.9))).toBe('head_did_not_move')
    const up = over(12, (t) => ({ pitchDegrees: 10 * Math.min(1, t) }))
    expect(await judge(cue, up)).toMatchObject({ evidence: { turnDegrees: 10 } })
  })

  it('needs five frames, two a second', async () => {
    const spaced = (count: number, ms: number) =>
      faceSequence(
        Array.from({ length: count }, (_, i) => ({ yawDegrees: 5 * i })),
        { timestampMs: (i) => i * ms },
      )
    expect(await judge(cue, spaced(5, 500))).toHaveProperty('score')
    expect(await judge(cue, spaced(4, 500))).toBe('too_few_frames')
    expect(await judge(cue, spaced(5, 501))).toBe('frame_rate_too_low')
  })
})

describe('blinks', () => {
  const cue = createBlinkCue()

  it('need twelve frames, seven a second, and ten seconds before their absence says anything', async () => {
    const spaced = (count: number, ms: number) => faceSequence(resting(count), { timestampMs: (i) => i * ms })
    expect(await judge(cue, spaced(11, 100))).toBe('too_few_frames')
    expect(await judge(cue, spaced(12, 142))).toBe('not_measurable')
    expect(await judge(cue, spaced(12, 143))).toBe('frame_rate_too_low')
    expect(await judge(cue, spaced(101, 100))).toMatchObject({
      score: 0.25,
      evidence: { blinks: 0, deepestDrop: 0 },
    })
    expect(await judge(cue, spaced(100, 100))).toBe('not_measurable')
  })

  it('speak for life, weakly', async () => {
    const blinking = over(30, (t) => ({ blink: t >= 1 && t < 1.25 ? 0.9 : 0 }))
    const result = await judge(cue, blinking)
    expect(result).toMatchObject({ score: 0.85, evidence: { blinks: 1 } })
  })

  /** Openness at 20 frames a second. */
  const found = (...values: number[]) =>
    findBlinks(
      values,
      values.map((_, i) => 50 * i),
    )
  const open = (count: number) => Array.from({ length: count }, () => 0.3)
  const closed = (count: number, share: number) => Array.from({ length: count }, () => 0.3 * share)

  it('are falls to 87 % of the openness about them, back above 93 %', () => {
    expect(found(...open(8), ...closed(3, 0.86), ...open(8))).toHaveLength(1)
    expect(found(...open(8), ...closed(3, 0.88), ...open(8))).toEqual([])
    expect(found(...open(8), ...closed(3, 0.5), ...closed(8, 0.94))).toHaveLength(1)
    expect(found(...open(8), ...closed(3, 0.5), ...closed(8, 0.92))).toEqual([])
  })

  it('last 900 ms at most, from open to open', () => {
    expect(found(...open(20), ...closed(17, 0.5), ...open(20))).toMatchObject([{ lengthMs: 900 }])
    expect(found(...open(22), ...closed(18, 0.5), ...open(22))).toEqual([])
  })

  it('are none at the very beginning or end, where the eyes were not seen open', () => {
    expect(found(...closed(3, 0.5), ...open(10))).toEqual([])
    expect(found(...open(10), ...closed(3, 0.5))).toEqual([])
  })

  it('are told by the most closed frame and how far it fell', () => {
    const [blink, other, ...more] = found(...open(8), 0.24, 0.12, 0.21, ...open(8), 0.15, ...open(8))
    expect(blink).toEqual({ index: 9, drop: expect.closeTo(0.6), lengthMs: 200 })
    expect(other).toEqual({ index: 19, drop: expect.closeTo(0.5), lengthMs: 100 })
    expect(more).toEqual([])
    expect(findBlinks([], [])).toEqual([])
  })
})

describe('scores', () => {
  it('are stretched so that the threshold is one half, and keep the ends', () => {
    for (const threshold of [0.2, 0.5, 0.8]) {
      expect([0, threshold, 1].map((score) => centredAt(threshold, score))).toEqual([0, 0.5, 1])
      expect(centredAt(threshold, threshold / 2)).toBeCloseTo(0.25)
      expect(centredAt(threshold, (1 + threshold) / 2)).toBeCloseTo(0.75)
    }
    expect(centredAt(1, 1)).toBe(0.5)
    expect(centredAt(0, 0)).toBe(0.5)
  })

  it('rise as a logistic, by 0.23 in one width', () => {
    expect(logistic(3, 3, 2)).toBe(0.5)
    expect(logistic(5, 3, 2)).toBeCloseTo(1 / (1 + Math.exp(-1)))
    expect(logistic(1, 3, 2)).toBeCloseTo(1 / (1 + Math.exp(1)))
  })

  it('have a middle one, of an even number the lower', () => {
    expect(median([5, 1, 3])).toBe(3)
    expect(median([10, 9, 2, 1])).toBe(2)
    expect(median([])).toBeNaN()
  })
})

describe('the default cues', () => {
  it('are the six on colour, each of its family', () => {
    expect(createDefaultCues().map(({ id, family }) => [id, family])).toEqual([
      ['texture', 'texture'],
      ['micro-motion', 'motion'],
      ['parallax', 'motion'],
      ['blink', 'blink'],
      ['integrity', 'integrity'],
      ['challenge', 'challenge'],
    ])
  })

  it.each(['textureSpoofThreshold', 'microMotionMinVariance'])('take a %s from 0 to 1 only', (name) => {
    for (const value of [0, 1]) expect(() => createDefaultCues({ [name]: value })).not.toThrow()
    for (const value of [-0.01, 1.01, Number.NaN])
      expect(() => createDefaultCues({ [name]: value })).toThrow(
        expect.objectContaining({
          code: 'invalid-options',
          issues: [expect.objectContaining({ key: name })],
        }),
      )
  })

  it('put their thresholds where they are told, and by default where the configuration has them', async () => {
    const samples = over(30, (t) => ({ mouthOpen: 0.15 * Math.sin(3 * t) }))
    const score = async (cues: readonly LivenessCue[], id: string) => {
      const result = await judge(cues.find((cue) => cue.id === id)!, samples)
      return typeof result === 'string' ? result : result.score
    }
    const [plain, strict] = [
      createDefaultCues(),
      createDefaultCues({ textureSpoofThreshold: 0.9, microMotionMinVariance: 1e-2 }),
    ]
    for (const id of ['texture', 'micro-motion'])
      expect(await score(strict, id)).toBeLessThan((await score(plain, id)) as number)
    expect(await score(plain, 'texture')).toBe(
      await score([createTextureCue({ spoofThreshold: 0.5 })], 'texture'),
    )
    expect(await score(plain, 'micro-motion')).toBe(
      await score([createMicroMotionCue({ minimumVariance: 1e-5 })], 'micro-motion'),
    )
  })
})

it('texture judges six frames of a sequence unless it is told otherwise', async () => {
  const samples = faceSequence(resting(20))
  const judged = async (cue: LivenessCue) => {
    const result = await judge(cue, samples)
    return typeof result === 'string' ? [] : result.frameScores!.filter((score) => score !== undefined)
  }
  expect(await judged(createTextureCue())).toHaveLength(6)
  expect(await judged(createTextureCue({ maximumFrames: 2 }))).toHaveLength(2)
})
