import { describe, expect, it } from 'vitest'
import { type PictureState, pictureSequence } from '../../test/moved-picture.js'
import { type FaceState, faceSequence } from '../../test/synthetic-face.js'
import { random } from '../../test/synthetic-samples.js'
import { createChallengeCue } from './challenge-cue.js'

const cue = createChallengeCue()
const SEEDS = Array.from({ length: 20 }, (_, seed) => seed)
const RATE = 10

async function scoreOf(actions: readonly string[], samples: ReturnType<typeof faceSequence>) {
  const challenge = { actions, issuedAtMs: 0, expiresAtMs: 30_000 }
  const result = await cue.evaluate({ samples, challenge })
  return result.status === 'scored' ? result.score : 1
}
/** Rest, then there and back, over 24 frames. */
const there = <State>(at: (amount: number) => State): State[] =>
  Array.from({ length: 24 }, (_, i) => at(i < 5 ? 0 : Math.sin((Math.PI * (i - 5)) / 18)))

describe('a photograph that is moved', () => {
  it.each(SEEDS)('answers nothing however it is zoomed, panned or tilted (%s)', async (seed) => {
    const next = random(seed + 1)
    const between = (low: number, high: number) => low + (high - low) * next()
    const options = { framesPerSecond: RATE, noise: between(0.2, 0.8), seed }
    const sign = next() < 0.5 ? -1 : 1
    // As far as it is tilted, and as far as the mesh network is fooled at most.
    const [tilt, seen] = [sign * between(45, 65), sign * between(15, 26)]
    const moves: readonly ((amount: number) => PictureState)[] = [
      (amount) => ({ zoom: 1 + between(0.25, 0.35) * amount }),
      (amount) => ({ panX: 60 * amount, zoom: 1 + 0.3 * amount }),
      (amount) => ({ tiltYawDegrees: tilt * amount, seenYawDegrees: seen * amount }),
      (amount) => ({ tiltPitchDegrees: tilt * amount, seenPitchDegrees: Math.abs(seen) * 0.7 * amount }),
      (amount) => ({ panX: 60 * amount, seenYawDegrees: seen * amount }),
    ]
    for (const move of moves) {
      const samples = pictureSequence([...there(move), ...there(move)], options)
      for (const asked of [['turn-left'], ['turn-right'], ['look-up', 'come-closer']]) {
        expect(await scoreOf(asked, samples)).toBeLessThan(0.5)
      }
    }
  })

  it('answers nothing either when it jumps from one tilt to the other', async () => {
    const states = Array.from({ length: 40 }, (_, i): PictureState => {
      const side = i < 5 ? -1 : 1
      return { tiltYawDegrees: 50 * side, seenYawDegrees: 10 * side }
    })
    expect(await scoreOf(['turn-left'], pictureSequence(states, { framesPerSecond: RATE }))).toBeLessThan(0.5)
  })
})

describe('a head that turns', () => {
  const turns: readonly (readonly [string, (amount: number) => FaceState])[] = [
    ['turn-left', (amount) => ({ yawDegrees: 26 * amount })],
    ['turn-right', (amount) => ({ yawDegrees: -26 * amount })],
    ['look-up', (amount) => ({ pitchDegrees: 18 * amount })],
  ]
  it.each(SEEDS)('answers, with the noise of the mesh and from where it rests (%s)', async (seed) => {
    const next = random(seed + 100)
    const [yaw, pitch, scale] = [10 * next() - 5, 8 * next() - 4, 0.7 + 0.8 * next()]
    for (const [action, move] of turns) {
      const states = there(move).map(({ yawDegrees = 0, pitchDegrees = 0 }) => ({
        yawDegrees: yawDegrees + yaw,
        pitchDegrees: pitchDegrees + pitch,
        scale,
      }))
      const samples = faceSequence(states, { framesPerSecond: RATE, noise: 0.4, seed })
      expect(await scoreOf([action], samples), action).toBeGreaterThan(0.9)
    }
  })

  it('has to be seen in it for two frames in a row', async () => {
    const states = Array.from({ length: 24 }, (_, i) => ({ yawDegrees: i % 6 === 5 ? 24 : 0 }))
    expect(await scoreOf(['turn-left'], faceSequence(states, { framesPerSecond: RATE }))).toBeLessThan(0.5)
  })
})
