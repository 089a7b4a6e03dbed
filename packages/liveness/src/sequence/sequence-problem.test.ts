import { describe, expect, it } from 'vitest'
import { faceSequence, resting } from '../../test/synthetic-face.js'
import { random } from '../../test/synthetic-samples.js'
import { createChallengeCue } from '../challenges/challenge-cue.js'
import { sequenceProblem } from './sequence-problem.js'

const NEEDS = { fewestFrames: 6, slowestFramesPerSecond: 4.5, complete: true } as const
const captured = resting(27).map((_, index) => index)
const problemOf = (timesMs: readonly number[]) =>
  sequenceProblem(faceSequence(resting(timesMs.length), { timestampMs: (i) => timesMs[i]! }), NEEDS)
const at10 = (kept: (index: number) => boolean) => captured.filter(kept).map((index) => 100 * index)

describe('what a sequence lacks', () => {
  it('is nothing for a camera at 10 frames a second, nor for one whose steps waver', () => {
    expect(problemOf(at10(() => true))).toBeUndefined()
    for (let seed = 1; seed <= 20; seed++) {
      const next = random(seed)
      let now = 0
      // A machine with other work: steps from 95 to 180 ms, and now and then twice as long.
      const times = captured.map(() => (now += (95 + 85 * next()) * (next() < 0.1 ? 2 : 1)))
      expect(problemOf(times)).toBeUndefined()
    }
  })

  it('is a frame in three, left out', () => {
    expect(problemOf(at10((index) => index % 3 !== 2))).toBe('frames_missing')
    expect(problemOf(at10((index) => index % 3 === 1))).toBe('frame_rate_too_low')
  })

  it('is a hole of more than half a second, wherever it is', () => {
    for (const start of [1, 10, 18]) {
      expect(problemOf(at10((index) => index < start || index >= start + 7))).toBe('frames_missing')
    }
    expect(problemOf(at10((index) => index < 10 || index >= 13))).toBeUndefined()
  })

  it.each([
    ['a frame in three left out', at10((index) => index % 3 !== 2), 'frames_missing'],
    ['a frame in three kept', at10((index) => index % 3 === 0), 'frame_rate_too_low'],
    ['a hole', at10((index) => index < 8 || index >= 15), 'frames_missing'],
    ['five frames', at10((index) => index < 5), 'too_few_frames'],
    ['equal times', captured.map((index) => 100 * Math.min(index, 20)), 'timestamps_not_increasing'],
  ])('keeps a challenge from being judged: %s', async (_, timesMs, reason) => {
    const samples = faceSequence(resting(timesMs.length), { timestampMs: (i) => timesMs[i]! })
    const challenge = { actions: ['turn-left', 'look-up'], issuedAtMs: 0, expiresAtMs: 20_000 }
    expect(await createChallengeCue().evaluate({ samples, challenge })).toEqual({
      status: 'abstained',
      reason,
    })
  })
})
