import { describe, expect, it } from 'vitest'
import { type FaceState, faceSequence } from '../../test/synthetic-face.js'
import {
  CHALLENGE_ACTIONS,
  type ChallengeAction,
  SPARE_ACTIONS,
  showsReliefIn,
  USUAL_ACTIONS,
} from './challenge-action.js'
import { createChallengeCue } from './challenge-cue.js'
import { createChallengeTracker } from './create-challenge-tracker.js'

/** What a face does that answers an action for a second and a half. */
const MOVES: Readonly<Record<ChallengeAction, (amount: number) => FaceState>> = {
  'turn-left': (amount) => ({ yawDegrees: 22 * amount }),
  'turn-right': (amount) => ({ yawDegrees: -22 * amount }),
  'look-up': (amount) => ({ pitchDegrees: 16 * amount }),
  'blink-twice': () => ({}),
  'come-closer': (amount) => ({ scale: 1 + 0.3 * amount }),
  'open-mouth': (amount) => ({ mouthOpen: amount }),
  smile: (amount) => ({ smile: amount }),
  'move-away': (amount) => ({ scale: 1 - 0.2 * amount }),
}
const RATE = 15
const scaled = (state: FaceState, share: number): FaceState =>
  Object.fromEntries(Object.entries(state).map(([name, value]) => [name, Number(value) * share]))

function answering(actions: readonly ChallengeAction[]): FaceState[] {
  const states: FaceState[] = Array.from({ length: 8 }, () => ({}))
  for (const action of actions) {
    for (let i = 0; i < 24; i++) {
      const blinking = action === 'blink-twice' && [4, 5, 6, 7, 13, 14, 15, 16].includes(i)
      states.push(blinking ? { blink: 0.95 } : MOVES[action](Math.sin((Math.PI * i) / 23)))
    }
  }
  return states
}
const evidenceOf = (asked: readonly string[], done: readonly ChallengeAction[]) => ({
  samples: faceSequence(answering(done), { framesPerSecond: RATE, noise: 0.1 }),
  challenge: { actions: asked, issuedAtMs: 0, expiresAtMs: 30_000 },
})
const cue = createChallengeCue()
const scoreOf = async (asked: readonly string[], done: readonly ChallengeAction[]) => {
  const result = await cue.evaluate(evidenceOf(asked, done))
  return result.status === 'scored' ? result.score : result.reason
}

describe('challenge cue', () => {
  it.each(CHALLENGE_ACTIONS)('passes %s and nothing else done in its place', async (action) => {
    // Beside a turn that nobody confounds with it: every challenge has one.
    const turn = showsReliefIn(action) ? [] : (['turn-left'] as const)
    expect(await scoreOf([...turn, action], [...turn, action])).toBeGreaterThan(0.9)
    for (const other of CHALLENGE_ACTIONS.filter((one) => one !== action)) {
      const score = await scoreOf([...turn, action], [...turn, other])
      expect(score, `${other} in place of ${action}`).toBeLessThan(0.5)
    }
  })

  it('says which samples show each action done', async () => {
    const evidence = evidenceOf(['turn-left', 'open-mouth'], ['turn-left', 'open-mouth'])
    const result = await cue.evaluate(evidence)
    const { keySamples = [] } = result.status === 'scored' ? result : {}
    const [turned, opened] = keySamples.map((index) => evidence.samples[index]!)
    expect(keySamples).toHaveLength(2)
    expect(turned!.pose.yawDegrees).toBeGreaterThan(15)
    expect(opened!.pose.yawDegrees).toBeLessThan(5)
    expect(opened!.frame.timestampMs).toBeGreaterThan(turned!.frame.timestampMs)
  })

  it('judges no challenge that any picture can answer', async () => {
    for (const actions of [
      ['come-closer'],
      ['move-away', 'come-closer'],
      ['blink-twice', 'smile'],
    ] as const) {
      expect(await scoreOf(actions, actions)).toBe('not_measurable')
    }
  })

  it('passes what was asked in its order and refuses another order', async () => {
    expect(await scoreOf(['turn-left', 'come-closer'], ['turn-left', 'come-closer'])).toBeGreaterThan(0.9)
    expect(await scoreOf(['turn-left', 'come-closer'], ['come-closer', 'turn-left'])).toBeLessThan(0.5)
  })

  it('passes a mirrored answer never: left is the person’s own', async () => {
    expect(await scoreOf(['turn-left', 'look-up'], ['turn-right', 'look-up'])).toBeLessThan(0.5)
  })

  it('does not pass who never blinks when asked to, as a mask', async () => {
    expect(await scoreOf(['blink-twice', 'turn-left'], ['turn-left'])).toBeLessThan(0.1)
  })

  it('refuses who does something else beside what was asked, but for what people do unasked', async () => {
    for (const other of USUAL_ACTIONS.filter((one) => one !== 'turn-left')) {
      expect(await scoreOf(['turn-left'], ['turn-left', other]), other).toBeLessThan(0.5)
    }
    for (const other of SPARE_ACTIONS) {
      expect(await scoreOf(['turn-left'], ['turn-left', other]), other).toBeGreaterThan(0.9)
    }
  })

  it.each([
    [15.2, 10.1, 0.36],
    [17, 11.3, 0.45],
    [22, 16, 1],
  ])(
    'answers no two challenges with one recording that does everything twice: %s and %s degrees',
    async (yaw, pitch, mouth) => {
      const held = (state: FaceState) => [0.6, 1, 1, 1, 0.5].map((share) => scaled(state, share))
      const rest: FaceState[] = Array.from({ length: 4 }, () => ({}))
      const moves = {
        'turn-left': held({ yawDegrees: yaw }),
        'turn-right': held({ yawDegrees: -yaw }),
        'look-up': held({ pitchDegrees: pitch }),
        'open-mouth': held({ mouthOpen: mouth }),
      } as const
      const all = USUAL_ACTIONS.flatMap((one) =>
        USUAL_ACTIONS.filter((other) => other !== one).map((other) => [one, other]),
      )
      const recordings = [
        [...USUAL_ACTIONS, ...USUAL_ACTIONS],
        ...all,
        ...all.map((pair) => [...pair, ...pair]),
      ] as (keyof typeof moves)[][]
      for (const recording of recordings) {
        const blinks: FaceState[] = [{ blink: 0.9 }, {}, {}, { blink: 0.9 }, {}]
        const states = [...rest, ...recording.flatMap((action) => [...moves[action], {}, {}, ...blinks])]
        const samples = faceSequence(states, { framesPerSecond: 9, noise: 0.05 })
        let answered = 0
        for (const actions of all) {
          const challenge = { actions, issuedAtMs: 0, expiresAtMs: 60_000 }
          const result = await cue.evaluate({ samples, challenge })
          if (result.status === 'scored' && result.score > 0.5) answered++
        }
        expect(answered, recording.join()).toBeLessThanOrEqual(1)
      }
    },
  )

  it('does not count a print that is tilted until the mesh sees 13 degrees of turn', async () => {
    const tilted = (yawDegrees: number) =>
      faceSequence(
        Array.from({ length: 30 }, (_, i) => ({ yawDegrees: i < 6 ? 0 : yawDegrees })),
        { framesPerSecond: RATE },
      )
    const challenge = { actions: ['turn-left'], issuedAtMs: 0, expiresAtMs: 30_000 }
    expect(await cue.evaluate({ samples: tilted(13), challenge })).toMatchObject({ score: 0.05 })
    expect(await cue.evaluate({ samples: tilted(16), challenge })).toMatchObject({ score: 0.95 })
  })

  it('does not count what was done before the challenge came, or after it expired', async () => {
    const { samples, challenge } = evidenceOf(['turn-left'], ['turn-left'])
    const late = { ...challenge, issuedAtMs: 2500 }
    const early = { ...challenge, expiresAtMs: 600 }
    for (const other of [late, early]) {
      expect(await cue.evaluate({ samples, challenge: other })).toMatchObject({ score: 0.05 })
    }
  })
})

describe('challenge tracker', () => {
  it('tells a person how far they have come', () => {
    const { samples, challenge } = evidenceOf(['turn-left', 'come-closer'], ['turn-left', 'come-closer'])
    const tracker = createChallengeTracker(challenge)
    const hints = new Set(samples.map((sample) => tracker.add(sample).hint))
    expect([...hints]).toEqual([
      'Turn your head to your left.',
      'Turn a little more to your left.',
      'Come closer, or bring the camera closer.',
      'A little closer.',
      'Thank you.',
    ])
    expect(tracker.progress).toMatchObject({ status: 'completed', step: 2 })
  })

  it('gives nobody longer than six seconds for an action', () => {
    const samples = faceSequence(
      Array.from({ length: 100 }, () => ({})),
      { framesPerSecond: RATE },
    )
    const tracker = createChallengeTracker({ actions: ['look-up'], issuedAtMs: 0, expiresAtMs: 60_000 })
    for (const sample of samples) tracker.add(sample)
    expect(tracker.progress).toMatchObject({ status: 'failed', failure: 'too-late' })
  })

  it('refuses a challenge it cannot check', () => {
    const tracker = createChallengeTracker({ actions: ['wave'], issuedAtMs: 0, expiresAtMs: 1 })
    expect(tracker.progress).toMatchObject({ status: 'failed', failure: 'unknown-action' })
  })
})
