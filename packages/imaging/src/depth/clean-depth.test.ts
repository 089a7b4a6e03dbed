import type { DepthMap, Frame } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { cleanDepth } from './clean-depth.js'

const intrinsics = { width: 4, height: 3, focalX: 4, focalY: 4, principalX: 2, principalY: 1.5 }
const depthOf = (more: Partial<DepthMap> = {}): DepthMap => ({
  width: 4,
  height: 3,
  data: new Float32Array(12).fill(0.5),
  intrinsics,
  registeredToColor: true,
  provenance: { kind: 'sensed', method: 'structured-light', trust: 'driver' },
  ...more,
})
const frameOf = (depth: DepthMap | undefined, more: Partial<Frame> = {}): Frame => ({
  image: { width: 8, height: 6, format: 'rgb8', data: new Uint8Array(8 * 6 * 3) },
  timestampMs: 1000,
  sequence: 0,
  source: { id: 'test', kind: 'stream' },
  ...(depth === undefined ? {} : { depth }),
  ...more,
})

describe('cleanDepth', () => {
  it('makes 0 of what is no measurement, and does not touch the input', () => {
    const data = Float32Array.from([Number.NaN, -1, Number.POSITIVE_INFINITY, 0.4, ...Array(8).fill(0.5)])
    const confidence = new Uint8Array(12).fill(255)
    confidence[3] = 10
    const result = cleanDepth(frameOf(depthOf({ data, confidence })))
    if (result?.status !== 'usable') throw new Error('expected a map')
    expect([...result.depth.data.slice(0, 5)]).toEqual([0, 0, 0, 0, 0.5])
    expect(result.depth.confidence).toBeUndefined()
    expect(data[1]).toBe(-1)
  })

  it('returns a clean map as it is, and nothing where there is none', () => {
    const depth = depthOf()
    expect(cleanDepth(frameOf(depth))).toEqual({ status: 'usable', depth })
    expect(cleanDepth(frameOf(undefined))).toBeUndefined()
  })

  it.each([
    ['depth_malformed', depthOf({ data: new Float32Array(5) })],
    ['depth_malformed', depthOf({ width: 3.5 })],
    ['depth_malformed', { ...depthOf(), intrinsics: undefined } as unknown as DepthMap],
    ['depth_malformed', depthOf({ intrinsics: { ...intrinsics, focalX: 0 } })],
    ['depth_malformed', depthOf({ confidence: new Uint8Array(2) })],
    ['depth_out_of_date', depthOf({ timestampMs: 800 })],
    ['depth_out_of_date', depthOf({ timestampMs: Number.NaN })],
    ['depth_not_registered', depthOf({ registeredToColor: false })],
    ['depth_not_registered', depthOf({ width: 3, height: 4 })],
  ] as const)('says %s', (problem, depth) => {
    expect(cleanDepth(frameOf(depth))).toEqual({ status: 'unusable', problem })
  })
})
