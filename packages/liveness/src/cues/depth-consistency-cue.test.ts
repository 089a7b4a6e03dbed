import type { DepthMap, FaceSample, Frame } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bump, FOCAL, fivePoints, intrinsics, type Surface, size } from '../../test/surfaces.js'
import { createDepthConsistencyCue } from './depth-consistency-cue.js'

/** Seeded noise in [-1, 1). */
function noise(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  }
}

/** Millimetres towards the camera over the plane of the eyes; origin between the eyes, y down. */
const head: Surface = (x, y) =>
  -(x * x) / 140 -
  (y - 30) ** 2 / 240 +
  20 * bump(x, y - 34, 9, 15) -
  5 * (bump(x - 31.5, y, 13, 11) + bump(x + 31.5, y, 13, 11)) +
  6 * bump(x, y + 24, 34, 10) +
  4 * bump(x, y - 62, 18, 9) +
  7 * (bump(x - 40, y - 32, 13, 12) + bump(x + 40, y - 32, 13, 12)) -
  7 * (bump(x - 40, y - 70, 13, 14) + bump(x + 40, y - 70, 13, 14))
const flat: Surface = () => 0
/** Folded along the nose, rolled about an upright or slanted axis: nothing of it is doubly curved. */
const folded: Surface = (x) => -0.8 * Math.abs(x)
const rolled =
  (radius: number, angle: number): Surface =>
  (x, y) => {
    const along = Math.min(0.9 * radius, Math.abs(x * Math.cos(angle) + (y - 34) * Math.sin(angle)))
    return Math.sqrt(radius * radius - along * along) - radius
  }
const isEyeHole = (x: number, y: number) => ((Math.abs(x) - 31.5) / 16) ** 2 + (y / 12) ** 2 < 1
/** A rolled print with the eyes and the nose cut out, the head 12 mm behind it. */
const cutOut: Surface = (x, y) =>
  isEyeHole(x, y) || (Math.abs(x) < 15 && y > 12 && y < 52) ? head(x, y) - 12 : rolled(110, 0)(x, y)

function mapOf(surface: Surface, more: { scale?: number; noiseM?: number; seed?: number } = {}): DepthMap {
  const { scale = 1, noiseM = 0.0008, seed = 1 } = more
  const next = noise(seed)
  const data = new Float32Array(size.width * size.height)
  for (let i = 0; i < data.length; i++) {
    const x = ((i % size.width) + 0.5 - 160) * (500 / FOCAL)
    const y = (Math.floor(i / size.width) + 0.5 - 90) * (500 / FOCAL)
    data[i] = scale * (0.5 - surface(x, y) / 1000 + 1.7 * noiseM * next())
  }
  return {
    ...size,
    data,
    intrinsics,
    registeredToColor: true,
    provenance: { kind: 'sensed', method: 'structured-light', trust: 'driver' },
  }
}

function sampleOf(depth: DepthMap | undefined, more: Partial<Frame> = {}): FaceSample {
  const image = { ...size, format: 'rgb8' as const, data: new Uint8Array(0) }
  return {
    frame: {
      image,
      timestampMs: 0,
      sequence: 0,
      source: { id: 'test', kind: 'stream' },
      ...(depth === undefined ? {} : { depth }),
      ...more,
    },
    box: { x: 100, y: 40, width: 120, height: 150 },
    detectionScore: 0.9,
    fivePoints,
    pose: { yawDegrees: 0, pitchDegrees: 0, rollDegrees: 0 },
    quality: { overall: 1, sharpness: 100, brightness: 120, contrast: 40, interocularPixels: 50 },
    aligned: { width: 112, height: 112, format: 'rgb8', data: new Uint8Array(112 * 112 * 3) },
  }
}

const cue = createDepthConsistencyCue()
const judge = async (...depths: readonly (DepthMap | undefined)[]) =>
  cue.evaluate({ samples: depths.map((depth) => sampleOf(depth)) })
const scoreOf = async (depth: DepthMap): Promise<number> => {
  const result = await judge(depth)
  if (result.status !== 'scored') throw new Error(`expected a score, got ${result.reason}`)
  return result.score
}
const changed = (depth: DepthMap, more: object): DepthMap => ({ ...depth, ...more })

describe('depth consistency cue', () => {
  it('passes a head, in a quiet map and in a noisy one', async () => {
    expect(await scoreOf(mapOf(head))).toBeGreaterThan(0.5)
    expect(await scoreOf(mapOf(head, { noiseM: 0.002 }))).toBeGreaterThan(0.5)
  })

  it.each([
    ['a flat print', flat],
    ['a print rolled about an upright axis', rolled(60, 0)],
    ['a print rolled about a level axis', rolled(90, Math.PI / 2)],
    ['a print folded along the nose', folded],
    ['a print with the eyes and nose cut out', cutOut],
  ])('refuses %s', async (_, surface) => {
    expect(await scoreOf(mapOf(surface))).toBeLessThan(0.5)
  })

  it('refuses any sheet rolled along any direction, also when the map is noisy', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 50, max: 400, noNaN: true }),
        fc.double({ min: 0, max: Math.PI, noNaN: true }),
        fc.double({ min: 0, max: 0.004, noNaN: true }),
        fc.nat(1000),
        async (radius, angle, noiseM, seed) => {
          const result = await judge(mapOf(rolled(radius, angle), { noiseM, seed }))
          expect(result.status === 'scored' ? result.score : 0).toBeLessThan(0.5)
        },
      ),
      { numRuns: 25 },
    )
  })

  it('refuses a face of no possible size: wrong units, a poster, a telephone', async () => {
    expect(await scoreOf(mapOf(head, { scale: 20 }))).toBe(0)
    expect(await scoreOf(mapOf(head, { scale: 0.45 }))).toBe(0)
  })

  it('refuses constant depth', async () => {
    expect(await scoreOf(mapOf(flat, { noiseM: 0 }))).toBe(0)
  })

  it('refuses, with a veto, the same map again and again; another moment has other noise', async () => {
    const map = mapOf(head)
    expect(await judge(map, map, map)).toMatchObject({ status: 'scored', score: 0, veto: true })
    const living = await judge(mapOf(head), mapOf(head, { seed: 2 }), mapOf(head, { seed: 3 }))
    expect(living).toMatchObject({ status: 'scored' })
    expect(living).not.toHaveProperty('veto')
  })

  it.each([
    ['no_sensed_depth', undefined],
    [
      'no_sensed_depth',
      changed(mapOf(head), { provenance: { kind: 'estimated', method: 'face-model', trust: 'driver' } }),
    ],
    [
      'no_sensed_depth',
      changed(mapOf(head), {
        provenance: { kind: 'estimated', method: 'learned-monocular', trust: 'attested' },
      }),
    ],
    [
      'no_sensed_depth',
      changed(mapOf(head), { provenance: { kind: 'estimated', method: 'motion-stereo', trust: 'driver' } }),
    ],
    [
      'depth_recorded',
      changed(mapOf(head), {
        provenance: { kind: 'sensed', method: 'time-of-flight', trust: 'driver', recorded: true },
      }),
    ],
    [
      'depth_unusable',
      changed(mapOf(head), {
        provenance: { kind: 'sensed', method: 'unknown', trust: 'driver', accuracy: 'relative' },
      }),
    ],
    ['depth_malformed', changed(mapOf(head), { data: new Float32Array(7) })],
    ['depth_malformed', changed(mapOf(head), { intrinsics: undefined })],
    ['depth_not_registered', changed(mapOf(head), { registeredToColor: false })],
    ['depth_not_registered', changed(mapOf(head), { width: 240, height: 320 })],
    ['depth_out_of_date', changed(mapOf(head), { timestampMs: -200 })],
    ['depth_missing_on_face', changed(mapOf(head), { data: new Float32Array(size.width * size.height) })],
    ['depth_missing_on_face', changed(mapOf(head), { data: mapOf(head).data.map(() => Number.NaN) })],
    ['depth_missing_on_face', changed(mapOf(head), { data: mapOf(head).data.map((z) => -z) })],
    [
      'depth_missing_on_face',
      changed(mapOf(head), { data: mapOf(head).data.map((z, i) => (i % 320 > 150 ? 0 : z)) }),
    ],
    ['depth_too_noisy', mapOf(head, { noiseM: 0.02 })],
  ] as const)('abstains: %s', async (reason, depth) => {
    expect(await judge(depth as DepthMap | undefined)).toEqual({ status: 'abstained', reason })
  })

  it('abstains on a recording whatever its map says, and without frames', async () => {
    const recorded = sampleOf(mapOf(head), { source: { id: 'file', kind: 'stream', recorded: true } })
    expect(await cue.evaluate({ samples: [recorded] })).toEqual({
      status: 'abstained',
      reason: 'depth_recorded',
    })
    expect(await cue.evaluate({ samples: [] })).toEqual({ status: 'abstained', reason: 'too_few_frames' })
  })

  it('abstains when colour sees the head turned one way and depth the other: left and right are swapped', async () => {
    const turned = mapOf((x, y) => head(x, y) - 0.35 * x)
    const towards = (yawDegrees: number): FaceSample => ({
      ...sampleOf(turned),
      pose: { yawDegrees, pitchDegrees: 0, rollDegrees: 0 },
    })
    expect(await cue.evaluate({ samples: [towards(19)] })).toMatchObject({ status: 'scored' })
    expect(await cue.evaluate({ samples: [towards(-19)] })).toEqual({
      status: 'abstained',
      reason: 'depth_not_registered',
    })
  })

  it('judges each frame by itself, and the threshold moves the score', async () => {
    const result = await judge(mapOf(head), undefined, mapOf(flat))
    if (result.status !== 'scored') throw new Error('expected a score')
    expect(result.frameScores?.map((score) => score && score >= 0.5)).toEqual([true, undefined, 0])
    const shallow = mapOf((x, y) => 0.4 * head(x, y))
    const strict = await createDepthConsistencyCue({ threshold: 0.95 }).evaluate({
      samples: [sampleOf(shallow)],
    })
    expect(strict.status === 'scored' && strict.score).toBeLessThan(await scoreOf(shallow))
    expect(() => createDepthConsistencyCue({ threshold: 2 })).toThrow(/threshold/)
  })
})
