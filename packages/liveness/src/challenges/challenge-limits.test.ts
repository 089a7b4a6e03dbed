import type { ChallengeTranscript, FaceSample } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { pictureSequence } from '../../test/moved-picture.js'
import { type FaceState, faceSequence, resting } from '../../test/synthetic-face.js'
import { type ActionSignals, actionSignals } from './action-signals.js'
import {
  CHALLENGE_ACTIONS,
  type ChallengeAction,
  isChallengeAction,
  isHeldAgainst,
  possibleActions,
  showsReliefIn,
} from './challenge-action.js'
import { createChallengeCue } from './challenge-cue.js'
import { hintFor } from './challenge-progress.js'
import { createChallengeTracker } from './create-challenge-tracker.js'
import { amountOf, blinksOf, restingSignals } from './recognise-action.js'

const rest: ActionSignals = {
  timestampMs: 0,
  yawDegrees: 2,
  pitchDegrees: -3,
  size: 30,
  eyeOpenness: 0.3,
  mouthOpenness: 0.05,
  mouthWidth: 0.5,
  mesh: { points: new Float32Array(1404), presence: 1 },
}

describe('an action is done', () => {
  it.each<[ChallengeAction, Partial<ActionSignals>]>([
    // Just enough, from where the face was at rest: degrees, shares of its own size and of its mouth.
    ['turn-left', { yawDegrees: 17 }],
    ['turn-right', { yawDegrees: -13 }],
    ['look-up', { pitchDegrees: 7 }],
    ['come-closer', { size: 30 * 1.12 }],
    ['move-away', { size: 30 * 0.9 }],
    ['open-mouth', { mouthOpenness: 0.19 }],
    ['smile', { mouthWidth: 0.5 * 1.09 }],
  ])('%s, by what it takes and no less', (action, done) => {
    const now = { ...rest, ...done }
    expect(amountOf(action, now, rest)).toBeCloseTo(1, 9)
    expect(amountOf(action, rest, rest)).toBe(0)
    const half = Object.fromEntries(
      Object.entries(done).map(([name, value]) => {
        const before = rest[name as 'size']
        return [name, before + ((value as number) - before) / 2]
      }),
    )
    expect(amountOf(action, { ...rest, ...half }, rest)).toBeCloseTo(0.5, 9)
    for (const other of CHALLENGE_ACTIONS) {
      if (other !== action) expect(amountOf(other, now, rest), other).toBeLessThanOrEqual(0)
    }
  })

  it('twice in two and a half seconds, of blinks', () => {
    const blinking = (...closedAt: number[]) =>
      blinksOf(
        Array.from({ length: 80 }, (_, i) => ({
          ...rest,
          timestampMs: 50 * i,
          eyeOpenness: closedAt.some((at) => i >= at && i < at + 3) ? 0.1 : 0.3,
        })),
      )
    expect(blinking()).toEqual({ amount: 0 })
    expect(blinking(10)).toEqual({ amount: 0.5 })
    expect(blinking(10, 60)).toEqual({ amount: 1, completedAt: 60 })
    expect(blinking(10, 61)).toEqual({ amount: 0.5 })
    expect(blinking(4, 60, 70)).toEqual({ amount: 1, completedAt: 70 })
  })

  it('from the middle of the first frames, and the mean of their meshes', () => {
    const of = (value: number): ActionSignals => ({
      timestampMs: 100 * value,
      yawDegrees: value,
      pitchDegrees: 2 * value,
      size: 3 * value,
      eyeOpenness: 4 * value,
      mouthOpenness: 5 * value,
      mouthWidth: 6 * value,
      mesh: { points: Float32Array.of(value, 10 * value), presence: value / 10 },
    })
    expect(restingSignals([of(3), of(1), of(5)])).toEqual({
      ...of(3),
      timestampMs: 300,
      mesh: { points: Float32Array.of(3, 30), presence: 0.1 },
    })
  })
})

describe('actions', () => {
  it('of who cannot do some are replaced, as far as there are others', () => {
    expect(possibleActions([])).toEqual(['turn-left', 'turn-right', 'look-up', 'open-mouth'])
    expect(possibleActions(['turn-right'])).toEqual(['turn-left', 'look-up', 'open-mouth', 'blink-twice'])
    expect(possibleActions(['look-up', 'blink-twice'])).toEqual([
      'turn-left',
      'turn-right',
      'open-mouth',
      'smile',
    ])
    expect(possibleActions(CHALLENGE_ACTIONS)).toEqual([])
  })

  it('that show relief are turns and looking up; an open mouth is held against people as well', () => {
    expect(CHALLENGE_ACTIONS.filter(showsReliefIn)).toEqual(['turn-left', 'turn-right', 'look-up'])
    expect(CHALLENGE_ACTIONS.filter(isHeldAgainst)).toEqual([
      'turn-left',
      'turn-right',
      'look-up',
      'open-mouth',
    ])
    expect(['wave', '', 'Turn-left'].filter(isChallengeAction)).toEqual([])
  })

  it('are asked for in words, and for more of them once two fifths are done', () => {
    for (const action of CHALLENGE_ACTIONS) {
      expect(hintFor(action, 0.39)).toBe(hintFor(action, 0))
      expect(hintFor(action, 0.4)).toBe(hintFor(action, 1))
      expect(hintFor(action, 0)).not.toBe(hintFor(action, 1))
    }
  })
})

describe('a tracker', () => {
  const challenge: ChallengeTranscript = {
    actions: ['turn-left', 'open-mouth'],
    issuedAtMs: 0,
    expiresAtMs: 60_000,
  }
  const follow = (samples: readonly FaceSample[], asked = challenge) => {
    const tracker = createChallengeTracker(asked)
    const last = samples.map((sample) => tracker.add(sample)).at(-1)
    return { ...last, keySamples: tracker.keySamples }
  }
  const turned: FaceState = { yawDegrees: 20 }
  const open: FaceState = { mouthOpen: 1 }
  const at = (states: readonly FaceState[], timesMs: readonly number[]) =>
    faceSequence(states, { timestampMs: (i) => timesMs[i]! })

  it('waits six seconds for an action and no longer', () => {
    const after = (ms: number) => follow(at([{}, {}, {}, turned, turned], [0, 100, 200, ms - 50, ms]))
    expect(after(6000)).toMatchObject({ status: 'in-progress', step: 1, keySamples: [4] })
    expect(after(6001)).toMatchObject({ status: 'failed', failure: 'too-late' })
  })

  it('takes what came from when the challenge was issued until it expired, ends included', () => {
    const states = [{}, {}, {}, turned, turned, {}, open]
    const from = (issuedAtMs: number, expiresAtMs: number) =>
      follow(faceSequence(states), { ...challenge, issuedAtMs, expiresAtMs })
    expect(from(0, 600)).toMatchObject({ status: 'completed', step: 2, keySamples: [4, 6] })
    expect(from(0, 599)).toMatchObject({ status: 'failed', failure: 'too-late' })
    // Rest is taken from the first two frames of the challenge's time: with one less, there is a turn in it.
    expect(from(100, 600)).toMatchObject({ status: 'completed' })
    expect(from(101, 600)).not.toMatchObject({ status: 'completed' })
  })

  it('that is done is not undone by what comes after its time', () => {
    const states = [{}, {}, {}, turned, turned, {}, open, {}, {}]
    expect(follow(faceSequence(states), { ...challenge, expiresAtMs: 650 })).toMatchObject({
      status: 'completed',
    })
  })

  it('needs a turn in two frames and an open mouth in one', () => {
    expect(follow(faceSequence([{}, {}, {}, turned, {}]))).toMatchObject({ status: 'in-progress', step: 0 })
    expect(follow(faceSequence([{}, {}, {}, turned, {}, turned]))).toMatchObject({ step: 0 })
    expect(follow(faceSequence([{}, {}, {}, turned, turned, {}, open, {}]))).toMatchObject({
      status: 'completed',
    })
  })

  it.each<[string, FaceState, number]>([
    ['a turn', { yawDegrees: -20 }, 2],
    ['looking up', { pitchDegrees: 13 }, 2],
    ['an open mouth', open, 1],
  ])('holds %s that nobody asked for against people, in %#', (_, state, frames) => {
    const asked = { ...challenge, actions: state === open ? ['turn-left', 'smile'] : challenge.actions }
    const doing = (count: number) =>
      follow(faceSequence([{}, {}, {}, ...Array.from({ length: count }, () => state)]), asked)
    if (frames > 1) expect(doing(frames - 1)).toMatchObject({ status: 'in-progress' })
    expect(doing(frames)).toMatchObject({ status: 'failed', failure: 'wrong-action' })
  })

  it('holds an action done before its turn against people, but not the one just done', () => {
    expect(follow(faceSequence([{}, {}, {}, open]))).toMatchObject({ failure: 'wrong-action' })
    const staying = [{}, {}, {}, turned, turned, ...Array.from({ length: 12 }, () => turned)]
    expect(follow(faceSequence(staying))).toMatchObject({ status: 'in-progress', step: 1 })
  })

  it('lets an action overshoot into what is asked for later, for 0.7 seconds', () => {
    const asked = { ...challenge, actions: ['turn-left', 'open-mouth', 'turn-right'] }
    const over = { yawDegrees: -18 }
    const settling = (ms: number) =>
      follow(at([{}, {}, {}, turned, turned, over, over], [0, 100, 200, 300, 400, ms + 300, ms + 400]), asked)
    expect(settling(700)).toMatchObject({ status: 'in-progress', step: 1 })
    expect(settling(900)).toMatchObject({ status: 'failed', failure: 'wrong-action' })
  })

  it('ends at a picture that is held aslant in two frames, not in one', () => {
    const tilted = { tiltYawDegrees: 60, seenYawDegrees: 5 }
    const holding = (count: number) =>
      follow(pictureSequence([{}, {}, {}, ...Array.from({ length: count }, () => tilted)]))
    expect(holding(1)).toMatchObject({ status: 'in-progress' })
    expect(holding(2)).toMatchObject({ status: 'failed', failure: 'no-relief' })
  })

  it('leaves out samples without a mesh, and counts them in the places of the others', () => {
    const states = [{}, {}, {}, {}, turned, turned, {}, open]
    const samples = faceSequence(states, { withoutMesh: (i) => i === 2 })
    expect(follow(samples)).toMatchObject({ status: 'completed', keySamples: [5, 7] })
  })

  it.each<[string, readonly string[], string]>([
    ['nothing', [], 'unknown-action'],
    ['something unknown', ['turn-left', 'wave'], 'unknown-action'],
    ['what any picture can do', ['come-closer', 'smile'], 'no-relief'],
  ])('fails at once where %s was asked for', (_, actions, failure) => {
    const { progress } = createChallengeTracker({ ...challenge, actions })
    expect(progress).toMatchObject({ status: 'failed', failure, step: 0, amount: 0 })
    expect(progress.hint).toMatch(/new challenge/)
  })

  it('begins with the words for its first action', () => {
    expect(createChallengeTracker(challenge).progress).toEqual({
      status: 'in-progress',
      step: 0,
      action: 'turn-left',
      amount: 0,
      hint: hintFor('turn-left', 0),
    })
  })
})

describe('the challenge cue', () => {
  const judge = async (actions: readonly string[], samples: readonly FaceSample[]) => {
    const result = await createChallengeCue().evaluate({
      samples,
      challenge: { actions, issuedAtMs: 0, expiresAtMs: 60_000 },
    })
    return result.status === 'scored' ? result : result.reason
  }
  const spaced = (count: number, ms: number) => faceSequence(resting(count), { timestampMs: (i) => i * ms })

  it('needs six frames, 4.5 a second, and seven where blinks are asked for', async () => {
    expect(await judge(['turn-left'], spaced(5, 100))).toBe('too_few_frames')
    expect(await judge(['turn-left'], spaced(6, 222))).toHaveProperty('score')
    expect(await judge(['turn-left'], spaced(6, 223))).toBe('frame_rate_too_low')
    expect(await judge(['turn-left', 'blink-twice'], spaced(6, 142))).toHaveProperty('score')
    expect(await judge(['turn-left', 'blink-twice'], spaced(6, 143))).toBe('frame_rate_too_low')
    expect(await judge([], spaced(6, 100))).toBe('no_challenge')
  })

  it('tells done from not done, and that from something else done, by its score', async () => {
    const left = { yawDegrees: 20 }
    const done = await judge(
      ['turn-left', 'open-mouth'],
      faceSequence([{}, {}, {}, left, left, {}, { mouthOpen: 1 }]),
    )
    expect(done).toMatchObject({
      score: 0.95,
      evidence: { completedActions: 2, actions: 2 },
      keySamples: [4, 6],
    })
    const half = await judge(['turn-left', 'open-mouth'], faceSequence([{}, {}, {}, left, left, {}, {}]))
    expect(half).toMatchObject({
      score: 0.05,
      evidence: { completedActions: 1, actions: 2 },
      keySamples: [4],
    })
    const wrong = await judge(['look-up'], faceSequence([{}, {}, {}, left, left, {}, {}]))
    expect(wrong).toMatchObject({ score: 0.02, evidence: { completedActions: 0 } })
  })
})

it('signals of a face are its mouth, eyes and size, each in units of itself', () => {
  const points = new Float32Array(1404)
  const put = (index: number, x: number, y: number) => points.set([x, y, 0], 3 * index)
  put(61, 10, 50)
  put(291, 50, 50)
  put(13, 30, 45)
  put(14, 30, 55)
  put(33, 0, 0)
  put(263, 60, 80)
  const pose = { yawDegrees: 1, pitchDegrees: 2, rollDegrees: 3 }
  const signals = actionSignals({ mesh: { points, presence: 1 }, pose, timestampMs: 9 })
  expect(signals).toMatchObject({ timestampMs: 9, yawDegrees: 1, pitchDegrees: 2 })
  expect(signals.mouthOpenness).toBeCloseTo(10 / 40)
  expect(signals.mouthWidth).toBeCloseTo(40 / 100)
})
