import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FaceState, faceSequence, resting } from '../../test/synthetic-face.js'
import { createBlinkCue } from './blink-cue.js'
import { createIntegrityCue } from './integrity-cue.js'
import { createMicroMotionCue } from './micro-motion-cue.js'
import { createParallaxCue } from './parallax-cue.js'

const scoreOf = async (cue: ReturnType<typeof createBlinkCue>, samples: ReturnType<typeof faceSequence>) => {
  const result = await cue.evaluate({ samples })
  if (result.status !== 'scored') throw new Error(`abstained: ${result.reason}`)
  return result
}
const frames = (count: number, of: (t: number) => FaceState) =>
  Array.from({ length: count }, (_, i) => of(i / 10))

describe('micro-motion', () => {
  const cue = createMicroMotionCue()
  const talking = frames(30, (t) => ({
    mouthOpen: 0.3 + 0.3 * Math.sin(5 * t),
    yawDegrees: 4 * Math.sin(2 * t),
  }))

  it('sees a talking face, and the same face with noise', async () => {
    expect((await scoreOf(cue, faceSequence(talking))).score).toBeGreaterThan(0.8)
    expect((await scoreOf(cue, faceSequence(talking, { noise: 0.2 }))).score).toBeGreaterThan(0.8)
  })

  it('is not moved by a rigid head that turns, nears and shifts', async () => {
    const rigid = frames(30, (t) => ({
      yawDegrees: 3 * Math.sin(2 * t),
      pitchDegrees: 2 * Math.cos(3 * t),
      scale: 1 + 0.02 * Math.sin(t),
      shiftX: 20 * Math.sin(t),
    }))
    expect((await scoreOf(cue, faceSequence(rigid, { ellipsoid: true }))).score).toBeLessThan(0.35)
  })

  it('is not moved by noise on a picture held in a shaking hand', async () => {
    const held = frames(30, (t) => ({ yawDegrees: 2 * Math.sin(3 * t), shiftX: 15 * Math.sin(7 * t) }))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1000 }), async (seed) => {
        const { score } = await scoreOf(cue, faceSequence(held, { flat: true, noise: 0.1, seed }))
        expect(score).toBeLessThanOrEqual(0.5)
      }),
      { numRuns: 10 },
    )
  })

  it('puts the floor where it is told', async () => {
    const subtle = frames(30, (t) => ({ mouthOpen: 0.1 * Math.sin(2 * t) }))
    const [low, high] = [1e-6, 1e-3].map((minimumVariance) => createMicroMotionCue({ minimumVariance }))
    expect((await scoreOf(low!, faceSequence(subtle))).score).toBeGreaterThan(0.5)
    expect((await scoreOf(high!, faceSequence(subtle))).score).toBeLessThan(0.5)
  })

  it('judges when the mesh fails on some frames', async () => {
    const samples = faceSequence(talking, { withoutMesh: (i) => i % 4 === 0 })
    expect((await scoreOf(cue, samples)).score).toBeGreaterThan(0.8)
  })
})

describe('parallax', () => {
  const cue = createParallaxCue()
  const turning = frames(30, (t) => ({ yawDegrees: 18 * Math.sin(2 * t) }))

  const residualOf = async (states: readonly FaceState[], options: { noise?: number; flat?: boolean }) =>
    (await scoreOf(cue, faceSequence(states, options))).evidence.residualPerDegree!

  it('tells a head from a plane, at any noise of a good mesh, and refuses the plane', async () => {
    for (const noise of [0, 0.1]) {
      const head = await residualOf(turning, { noise })
      expect(head).toBeGreaterThan(3 * (await residualOf(turning, { noise, flat: true })))
      expect((await scoreOf(cue, faceSequence(turning, { noise, flat: true }))).score).toBeLessThan(0.1)
    }
  })

  it('works on nodding too', async () => {
    const nodding = frames(30, (t) => ({ pitchDegrees: 15 * Math.sin(2 * t) }))
    expect(await residualOf(nodding, {})).toBeGreaterThan(20 * (await residualOf(nodding, { flat: true })))
  })
})

describe('blink', () => {
  const cue = createBlinkCue()
  const blinkAt = (...times: number[]) =>
    frames(40, (t) => ({ blink: times.some((at) => t >= at && t < at + 0.25) ? 0.9 : 0 }))

  it('counts blinks', async () => {
    expect((await scoreOf(cue, faceSequence(blinkAt(0.8, 2.4)))).evidence.blinks).toBe(2)
  })

  it('does not take eyes that close and stay closed, or squint slowly, for a blink', async () => {
    const closing = frames(120, (t) => ({ blink: t > 6 ? 0.9 : 0 }))
    const squinting = frames(120, (t) => ({ blink: 0.6 * Math.sin(0.3 * t) ** 2 }))
    for (const states of [closing, squinting]) {
      expect((await scoreOf(cue, faceSequence(states))).evidence.blinks).toBe(0)
    }
  })

  it('holds ten seconds without a blink against a face', async () => {
    expect((await scoreOf(cue, faceSequence(resting(110)))).score).toBeLessThan(0.5)
  })
})

describe('integrity', () => {
  const cue = createIntegrityCue()

  it('passes frames that change as a camera’s do', async () => {
    const result = await scoreOf(cue, faceSequence(resting(20)))
    expect(result).not.toHaveProperty('veto')
    expect(result.score).toBeGreaterThan(0.9)
  })

  it('passes a camera that repeats a frame now and then', async () => {
    const samples = faceSequence(resting(20))
    samples[7] = { ...samples[7]!, aligned: samples[6]!.aligned }
    expect(await scoreOf(cue, samples)).not.toHaveProperty('veto')
  })

  it('vetoes a frozen picture, a loop and times of no camera', async () => {
    const live = faceSequence(resting(20))
    const loop = live.map((sample, i) => ({ ...sample, aligned: live[i % 6]!.aligned }))
    const racing = faceSequence(resting(20), { timestampMs: (i) => i })
    for (const samples of [faceSequence(resting(20), { living: false }), loop, racing]) {
      expect(await scoreOf(cue, samples)).toMatchObject({ score: 0, veto: true })
    }
  })
})
