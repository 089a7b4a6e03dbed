import type { DepthMap, Frame } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { alignDepth, prepareDepth } from './align-depth.js'

const image = { width: 320, height: 240, format: 'rgb8' as const, data: new Uint8Array(320 * 240 * 3) }
const camera = { width: 320, height: 240, focalX: 400, focalY: 400, principalX: 160, principalY: 120 }
const points = {
  rightEye: { x: 134.8, y: 90 },
  leftEye: { x: 185.2, y: 90 },
  noseTip: { x: 160, y: 119.6 },
  mouthRight: { x: 139.2, y: 146 },
  mouthLeft: { x: 180.8, y: 146 },
}

/** A wall at half a metre with a 20 mm bump where the nose is. */
function depthOf(more: Partial<DepthMap> = {}): DepthMap {
  const data = Float32Array.from({ length: 320 * 240 }, (_, i) => {
    const x = (i % 320) + 0.5 - 160
    const y = Math.floor(i / 320) + 0.5 - 119.6
    return 0.5 - 0.02 * Math.exp(-(x * x + y * y) / 200)
  })
  return {
    width: 320,
    height: 240,
    data,
    intrinsics: camera,
    registeredToColor: true,
    provenance: { kind: 'sensed', method: 'structured-light', trust: 'driver' },
    ...more,
  }
}
const frameOf = (depth?: DepthMap): Frame => ({
  image,
  colorIntrinsics: camera,
  timestampMs: 0,
  sequence: 0,
  source: { id: 'test', kind: 'stream' },
  ...(depth === undefined ? {} : { depth }),
})

describe('alignDepth', () => {
  it('gives metres over the face on the crop, and the eyes in millimetres', () => {
    const aligned = alignDepth(frameOf(depthOf()), points)!
    expect(aligned.relief).toHaveLength(112 * 112)
    const top = aligned.relief.indexOf(Math.max(...aligned.relief))
    // The nose of the ArcFace alignment lies at (56, 71.7).
    expect(Math.hypot((top % 112) - 56, Math.floor(top / 112) - 71.7)).toBeLessThan(3)
    expect(aligned.relief[top]).toBeGreaterThan(0.015)
    expect(aligned.relief[top]).toBeLessThan(0.021)
    expect(aligned.interocularMm).toBeCloseTo(63, 0)
    expect(aligned.kind).toBe('sensed')
    expect(aligned.relief.every(Number.isFinite)).toBe(true)
  })

  it('marks holes, and says nothing of a face without depth', () => {
    const holed = depthOf()
    holed.data.fill(0, 0, 320 * 85)
    const { valid } = alignDepth(frameOf(holed), points)!
    expect(valid[56 + 112 * 10]).toBe(0)
    expect(valid[56 + 112 * 90]).toBe(1)
    expect(alignDepth(frameOf(), points)).toBeUndefined()
    expect(alignDepth(frameOf(depthOf({ data: new Float32Array(320 * 240) })), points)).toBeUndefined()
    expect(alignDepth(frameOf(depthOf({ timestampMs: -200 })), points)).toBeUndefined()
  })

  it('has no millimetres where the map has no scale', () => {
    const provenance = {
      kind: 'estimated',
      method: 'learned-monocular',
      trust: 'driver',
      accuracy: 'relative',
    } as const
    const aligned = alignDepth(frameOf(depthOf({ provenance })), points)!
    expect(aligned.kind).toBe('estimated')
    expect(aligned).not.toHaveProperty('interocularMm')
  })
})

describe('prepareDepth', () => {
  it('registers and cleans once; what is fit already is not copied', () => {
    const fit = frameOf(depthOf())
    expect(prepareDepth(fit)).toBe(fit)
    expect(prepareDepth(frameOf())).not.toHaveProperty('depth')
    const broken = depthOf()
    broken.data[0] = Number.NaN
    expect(prepareDepth(frameOf(broken)).depth?.data[0]).toBe(0)
    const apart = depthOf({
      registeredToColor: false,
      depthToColor: { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0.015, 0, 0] },
    })
    const { depth } = prepareDepth(frameOf(apart))
    expect(depth?.registeredToColor).toBe(true)
    // 15 mm at half a metre are 12 pixels.
    expect(depth?.data[120 * 320 + 172]).toBeCloseTo(0.48, 2)
  })

  it('leaves a map that cannot be placed for the cue to name', () => {
    const lost = frameOf(depthOf({ registeredToColor: false }))
    expect(prepareDepth(lost)).toBe(lost)
    expect(alignDepth(lost, points)).toBeUndefined()
  })
})
