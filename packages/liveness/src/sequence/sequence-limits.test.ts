import type { FaceSample } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { faceSequence, resting } from '../../test/synthetic-face.js'
import { picture, random, sampleOf } from '../../test/synthetic-samples.js'
import { correlation } from '../measure/correlation.js'
import { spreadIndices } from '../measure/spread-indices.js'
import { findTrackBreak } from './face-track.js'
import { samplesWithMesh } from './samples-with-mesh.js'
import { sequenceProblem, stepsMs } from './sequence-problem.js'

const image = picture({ side: 100, detail: 8 })
const next = random(3)
const bytes = (of: (i: number) => number) => Uint8Array.from({ length: 112 * 112 * 3 }, (_, i) => of(i))
const noise = bytes(() => 40 + Math.floor(170 * next()))
const aligned = (data: Uint8Array) => ({ width: 112, height: 112, format: 'rgb8', data }) as const

/** A sample whose eyes are so far apart about a place. */
function seen(
  timestampMs: number,
  at: { x?: number; y?: number; eyes?: number; data?: Uint8Array } = {},
): FaceSample {
  const { x = 300, y = 200, eyes = 50, data = noise } = at
  const sample = sampleOf(image, { timestampMs, aligned: aligned(data) })
  const rightEye = { x: x - eyes / 2, y }
  return { ...sample, fivePoints: { ...sample.fivePoints, rightEye, leftEye: { x: x + eyes / 2, y } } }
}
const breakOf = (later: Parameters<typeof seen>[1], elapsedMs = 100) =>
  findTrackBreak([seen(5000), seen(5000 + elapsedMs, later)])?.why

describe('one track', () => {
  it('holds over a second and no longer', () => {
    expect(breakOf({}, 1000)).toBeUndefined()
    expect(breakOf({}, 1001)).toBe('gap')
  })

  it.each([
    // At once 0.7 interocular distances, and 10 a second more.
    [100, 1.7],
    [500, 5.7],
    [0, 0.7],
    [-400, 0.7],
  ])('moves in %i ms by %f interocular distances, in any direction', (elapsedMs, most) => {
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0.6, -0.8],
    ] as const) {
      const moved = (by: number) => breakOf({ x: 300 + 50 * by * dx, y: 200 + 50 * by * dy }, elapsedMs)
      expect(moved(most - 0.01)).toBeUndefined()
      expect(moved(most + 0.01)).toBe('jump')
    }
  })

  it('measures a move by the smaller of both faces', () => {
    // 100 pixels are 1.9 of 52 and 2.2 of 45.
    expect(breakOf({ x: 400, eyes: 60 }, 150)).toBeUndefined()
    expect(breakOf({ x: 400, eyes: 45 }, 150)).toBe('jump')
  })

  it.each([
    // exp(0.3) at once, exp(2.5) a second more.
    [100, 0.55],
    [400, 1.3],
    [0, 0.3],
  ])('grows or shrinks in %i ms by exp(%f)', (elapsedMs, most) => {
    for (const sign of [1, -1]) {
      expect(breakOf({ eyes: 50 * Math.exp(sign * (most - 0.01)) }, elapsedMs)).toBeUndefined()
      expect(breakOf({ eyes: 50 * Math.exp(sign * (most + 0.01)) }, elapsedMs)).toBe('jump')
    }
  })

  it('has faces that correlate by one half a moment apart, and for 0.3 seconds', () => {
    const [own, other] = [random(5), random(6)]
    const mean = 125
    const base = bytes(() => Math.round(mean + 100 * (own() - 0.5)))
    const mixed = (share: number) => {
      const rest = Math.sqrt(1 - share * share)
      return bytes((i) => Math.round(mean + share * (base[i]! - mean) + rest * 100 * (other() - 0.5)))
    }
    const after = (data: Uint8Array, elapsedMs = 100) =>
      findTrackBreak([seen(0, { data: base }), seen(elapsedMs, { data })])?.why
    expect(after(mixed(0.54))).toBeUndefined()
    expect(after(mixed(0.46))).toBe('another-face')
    expect(after(mixed(0), 299)).toBe('another-face')
    expect(after(mixed(0), 300)).toBeUndefined()
    expect(after(mixed(0).slice(0, 999))).toBeUndefined()
  })

  it('is not looked for between stills, nor beside one', () => {
    const still = (timestampMs: number, x: number) => {
      const sample = seen(timestampMs, { x })
      return { ...sample, frame: { ...sample.frame, source: { id: 'test', kind: 'still' as const } } }
    }
    expect(findTrackBreak([still(0, 0), seen(9000, { x: 900 })])).toBeUndefined()
    expect(findTrackBreak([seen(0, { x: 900 }), still(9000, 0)])).toBeUndefined()
    expect(findTrackBreak([still(0, 0), seen(0), seen(100), seen(5000)])).toEqual({ index: 3, why: 'gap' })
    expect(findTrackBreak([])).toBeUndefined()
  })

  it('is told by time alone where eyes have no distance', () => {
    expect(findTrackBreak([seen(0, { eyes: 0 }), seen(100, { eyes: 0, x: 900 })])).toBeUndefined()
  })
})

describe('a correlation', () => {
  it('is of every third value, 1 for equal and constant ones, -1 for opposite ones', () => {
    const opposite = noise.map((value) => 255 - value)
    expect(correlation(noise, noise)).toBeCloseTo(1, 12)
    expect(correlation(noise, opposite)).toBeCloseTo(-1, 12)
    expect(
      correlation(
        noise,
        noise.map(() => 7),
      ),
    ).toBe(1)
    const of = (...middle: number[]) => Uint8Array.from(middle.flatMap((value, i) => [200 - i, value, i]))
    // By hand: deviations (-1, 0, 1) and (-1, 2, -1) are orthogonal; (1, 2, 4) and (1, 3, 4) give 13 / 14.
    expect(correlation(of(1, 2, 3), of(1, 4, 1))).toBeCloseTo(0, 12)
    expect(correlation(of(1, 2, 4), of(1, 3, 4))).toBeCloseTo(13 / 14, 12)
  })
})

describe('a sequence', () => {
  const needs = { fewestFrames: 6, slowestFramesPerSecond: 5, complete: true }
  const problem = (steps: readonly number[], more: object = {}) => {
    const times = [0]
    for (const step of steps) times.push(times.at(-1)! + step)
    return sequenceProblem(
      times.map((ms) => seen(ms)),
      { ...needs, ...more },
    )
  }
  const steps = (count: number, ms = 100) => Array.from({ length: count }, () => ms)

  it('has as many frames as are needed, and as many a second', () => {
    expect(problem(steps(5))).toBeUndefined()
    expect(problem(steps(4))).toBe('too_few_frames')
    expect(problem(steps(5, 200))).toBeUndefined()
    expect(problem(steps(5, 200.1))).toBe('frame_rate_too_low')
    // The middle step counts, so a slow one here and there does no harm.
    expect(problem([100, 100, 100, 300, 300], { complete: false })).toBeUndefined()
    expect(problem([100, 100, 300, 300, 300], { complete: false })).toBe('frame_rate_too_low')
    expect(problem([0.001, ...steps(5)])).toBeUndefined()
    expect(problem([0, ...steps(5)])).toBe('timestamps_not_increasing')
    expect(problem([Number.NaN, ...steps(5)])).toBe('timestamps_not_increasing')
  })

  it('has no hole of more than 600 ms, and steps of 1.8 times the others in two of five at most', () => {
    expect(problem([...steps(9), 600])).toBeUndefined()
    expect(problem([...steps(9), 601])).toBe('frames_missing')
    expect(problem([...steps(9), 601], { complete: false })).toBeUndefined()
    expect(problem([...steps(6), ...steps(4, 190)])).toBeUndefined()
    expect(problem([...steps(5), ...steps(5, 190)])).toBe('frames_missing')
    expect(problem([...steps(5), ...steps(5, 180)])).toBeUndefined()
    expect(problem([...steps(5), ...steps(5, 181)])).toBe('frames_missing')
    // Whole steps are the shorter ones, also where every third frame was left out.
    expect(
      problem([100, 200, 100, 200, 100, 200, 100, 200, 100, 100], { slowestFramesPerSecond: 2 }),
    ).toBeUndefined()
    expect(problem([100, 200, 100, 200, 100, 200, 100, 200, 100, 200], { slowestFramesPerSecond: 2 })).toBe(
      'frames_missing',
    )
  })

  it('has steps between its frames', () => {
    expect(stepsMs([seen(5), seen(15), seen(35)])).toEqual([10, 20])
    expect(stepsMs([])).toEqual([])
  })

  it('is looked at evenly, at as many places as are asked for', () => {
    expect(spreadIndices(3, 3)).toEqual([0, 1, 2])
    expect(spreadIndices(2, 3)).toEqual([0, 1])
    expect(spreadIndices(10, 2)).toEqual([2, 7])
    expect(spreadIndices(4, 3)).toEqual([0, 2, 3])
    expect(spreadIndices(100, 1)).toEqual([50])
  })
})

describe('samples with a mesh', () => {
  const meshed = faceSequence(resting(1))[0]!
  const without: FaceSample = seen(0)
  const of = (presence: number, points = meshed.mesh!.points): FaceSample => ({
    ...meshed,
    mesh: { points, presence },
  })
  const count = (samples: readonly FaceSample[]) => samplesWithMesh(samples)?.length

  it('are trusted from a presence of 0.5, with all points, every one a number', () => {
    const { points } = meshed.mesh!
    expect(count([of(0.5)])).toBe(1)
    expect(count([of(0.499)])).toBeUndefined()
    expect(count([of(1, points.slice(3))])).toBeUndefined()
    expect(count([of(1, points.with(1403, Number.NaN))])).toBeUndefined()
    expect(count([of(1, points.with(0, Number.POSITIVE_INFINITY))])).toBeUndefined()
  })

  it('are enough where three in five have one', () => {
    expect(count([of(1), of(1), of(1), without, without])).toBe(3)
    expect(count([of(1), of(1), without, without])).toBeUndefined()
    expect(count([])).toBeUndefined()
  })

  it('keep their own pose and time', () => {
    const pose = { yawDegrees: 3, pitchDegrees: 4, rollDegrees: 5 }
    const one = { ...of(0.9), pose, frame: { ...meshed.frame, timestampMs: 77 } }
    expect(samplesWithMesh([one])).toEqual([{ mesh: one.mesh, pose, timestampMs: 77 }])
  })
})
