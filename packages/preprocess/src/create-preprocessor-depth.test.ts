import { MESH_POINT_COUNT } from '@faceward/imaging'
import {
  type DepthMap,
  type FaceDetector,
  type FaceSample,
  type Frame,
  type LandmarkModel,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { createPreprocessor } from './create-preprocessor.js'
import type { DepthEstimator } from './depth/depth-estimator.js'
import type { DepthUse } from './preprocessor-options.js'

const size = { width: 400, height: 300 }
const camera = { ...size, focalX: 480, focalY: 480, principalX: 200, principalY: 150 }
/** Level and straight, eyes 60 pixels apart. */
const points = {
  rightEye: { x: 170, y: 140 },
  leftEye: { x: 230, y: 140 },
  noseTip: { x: 200, y: 176 },
  mouthRight: { x: 175, y: 205 },
  mouthLeft: { x: 225, y: 205 },
}
const detector: FaceDetector = {
  specificationVersion: SPECIFICATION_VERSION,
  id: 'scripted',
  detect: async () => [
    { box: { x: 130, y: 80, width: 140, height: 150 }, score: 0.9, ...points, fivePoints: points },
  ],
  dispose: async () => {},
}
/** A mesh that spreads over the face as the five points do: any point is at its nearest of them. */
const landmarks: LandmarkModel = {
  specificationVersion: SPECIFICATION_VERSION,
  id: 'scripted-mesh',
  locate: async () => {
    const mesh = new Float32Array(MESH_POINT_COUNT * 3)
    const eyes = new Map<number, readonly [number, number]>([
      ...[33, 133, 159, 145, 160, 144, 158, 153].map((i) => [i, [170, 140]] as const),
      ...[263, 362, 386, 374, 387, 373, 385, 380].map((i) => [i, [230, 140]] as const),
      [1, [200, 176]],
      [4, [200, 176]],
      [61, [175, 205]],
      [291, [225, 205]],
    ])
    for (let i = 0; i < MESH_POINT_COUNT; i++) {
      const [x, y] = eyes.get(i) ?? [140 + (i % 22) * 5.5, 95 + Math.floor(i / 22) * 6]
      mesh.set([x, y, -20 * Math.exp(-((x - 200) ** 2 + (y - 176) ** 2) / 500)], 3 * i)
    }
    return { points: mesh, presence: 1 }
  },
  dispose: async () => {},
}

const depth: DepthMap = {
  ...size,
  data: new Float32Array(size.width * size.height).fill(0.5),
  intrinsics: camera,
  registeredToColor: true,
  provenance: { kind: 'sensed', method: 'structured-light', trust: 'driver' },
}
const noise = Uint8Array.from(
  { length: size.width * size.height },
  (_, i) => 90 + ((Math.imul(i, 2654435761) >>> 24) % 80),
)

async function sampleOf(
  use: DepthUse | undefined,
  map?: DepthMap,
  mesh = false,
  depthEstimator?: DepthEstimator,
): Promise<FaceSample> {
  const frame: Frame = {
    image: { ...size, format: 'gray8', data: noise },
    timestampMs: 0,
    sequence: 0,
    source: { id: 'test', kind: 'stream' },
    ...(map === undefined ? {} : { depth: map }),
  }
  const limits = { maximumYawDegrees: 180, maximumPitchDegrees: 180, minimumVisibleShare: 0 }
  const result = await createPreprocessor({
    detector,
    limits,
    ...(mesh ? { landmarks } : {}),
    ...(use === undefined ? {} : { depth: use }),
    ...(depthEstimator === undefined ? {} : { depthEstimator }),
  }).process(frame)
  if (result.status !== 'usable') throw new Error(result.reasons.map(({ code }) => code).join())
  return result.sample
}

describe('depth in the preprocessor', () => {
  it("aligns the capture's depth with the colour crop", async () => {
    const { alignedDepth } = await sampleOf(undefined, depth)
    expect(alignedDepth).toMatchObject({ kind: 'sensed' })
    // 60 pixels at half a metre and focal 480.
    expect(alignedDepth?.interocularMm).toBeCloseTo(62.5, 1)
  })

  it('leaves depth out when told to, from the frame too, so that no cue sees it', async () => {
    const { alignedDepth, frame } = await sampleOf('ignore', depth)
    expect([alignedDepth, frame.depth]).toEqual([undefined, undefined])
  })

  it('estimates only when told to and where nothing was sensed, and never puts an estimate into the frame', async () => {
    expect((await sampleOf('sensed', undefined, true)).alignedDepth).toBeUndefined()
    const { alignedDepth, frame } = await sampleOf('sensed-or-estimated', undefined, true)
    expect(alignedDepth?.kind).toBe('estimated')
    expect(frame).not.toHaveProperty('depth')
    expect((await sampleOf('sensed-or-estimated', depth, true)).alignedDepth?.kind).toBe('sensed')
    expect((await sampleOf('ignore', depth, true)).alignedDepth).toBeUndefined()
  })

  it('asks the estimator where nothing was sensed and estimates are wanted, and nowhere else', async () => {
    const asked: string[] = []
    const estimator = (use: string): DepthEstimator => ({
      specificationVersion: SPECIFICATION_VERSION,
      id: 'scripted-depth',
      estimate: async () => {
        asked.push(use)
        return Float32Array.from({ length: 112 * 112 }, (_, i) =>
          Math.exp(-(((i % 112) - 56) ** 2 + (Math.floor(i / 112) - 74) ** 2) / 300),
        )
      },
      dispose: async () => {},
    })
    for (const use of ['ignore', 'sensed'] as const) await sampleOf(use, undefined, true, estimator(use))
    await sampleOf('sensed-or-estimated', depth, true, estimator('with a sensor'))
    expect(asked).toEqual([])
    const { alignedDepth, frame } = await sampleOf('sensed-or-estimated', undefined, true, estimator('asked'))
    expect(asked).toEqual(['asked'])
    expect(alignedDepth?.kind).toBe('estimated')
    expect(frame).not.toHaveProperty('depth')
    expect(() => createPreprocessor({ detector, depthEstimator: estimator('') })).toThrow(/depthEstimator/)
  })

  it('passes on an estimate of the capture as an estimate', async () => {
    const estimated: DepthMap = {
      ...depth,
      provenance: { kind: 'estimated', method: 'face-model', trust: 'driver' },
    }
    expect((await sampleOf('sensed', estimated)).alignedDepth?.kind).toBe('estimated')
  })

  it('refuses a use it does not know', () => {
    expect(() => createPreprocessor({ detector, depth: 'always' as DepthUse })).toThrow(/depth/)
  })
})
