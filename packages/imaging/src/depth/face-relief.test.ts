import type { DepthMap } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { faceRelief } from './face-relief.js'
import { renderRelief } from './render-relief.js'

const FOCAL = 400
const image = { width: 320, height: 240 }
const intrinsics = { ...image, focalX: FOCAL, focalY: FOCAL, principalX: 160, principalY: 120 }

/** A plane through (0, 0, distance), tilted, with a 15 mm ball-shaped nose at its middle. */
function scene(distance: number, slopeX: number, slopeY: number, bumpM = 0): DepthMap {
  const data = new Float32Array(image.width * image.height)
  for (let i = 0; i < data.length; i++) {
    const x = ((i % image.width) + 0.5 - 160) / FOCAL
    const y = (Math.floor(i / image.width) + 0.5 - 120) / FOCAL
    const z = distance / (1 - slopeX * x - slopeY * y)
    data[i] = z - bumpM * Math.exp(-((x * z) ** 2 + (y * z) ** 2) / (2 * 0.012 ** 2))
  }
  return {
    ...image,
    data,
    intrinsics,
    registeredToColor: true,
    provenance: { kind: 'sensed', method: 'simulated', trust: 'declared' },
  }
}
/** Eyes 64 mm apart at 0.5 m: 51.2 pixels. */
const points = {
  rightEye: { x: 134.4, y: 95 },
  leftEye: { x: 185.6, y: 95 },
  noseTip: { x: 160, y: 120 },
  mouthRight: { x: 139, y: 152 },
  mouthLeft: { x: 181, y: 152 },
}

describe('faceRelief', () => {
  it('measures the interocular distance in millimetres and flattens any tilt', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -0.4, max: 0.4, noNaN: true }),
        fc.double({ min: -0.3, max: 0.3, noNaN: true }),
        (slopeX, slopeY) => {
          const relief = faceRelief(scene(0.5, slopeX, slopeY), points, image)!
          expect(relief.validShare).toBe(1)
          const highest = Math.max(...relief.height.map(Math.abs))
          expect(highest).toBeLessThan(0.5) // half a pixel's width times the slope
        },
      ),
      { numRuns: 20 },
    )
    expect(faceRelief(scene(0.5, 0, 0), points, image)!.interocularMm).toBeCloseTo(64, 1)
    expect(faceRelief(scene(0.5, 0.3, 0), points, image)!.yawDegrees).toBeCloseTo(16.7, 0)
  })

  it('shows what stands out, towards the camera positive, where it is', () => {
    const { u, v, height, size } = faceRelief(scene(0.5, 0.1, 0.1, 0.015), points, image)!
    const top = height.indexOf(Math.max(...height))
    expect(height[top]).toBeGreaterThan(9)
    expect(Math.abs(u[top]!)).toBeLessThan(6)
    expect(v[top]!).toBeGreaterThan(24)
    expect(v[top]!).toBeLessThan(40)
    expect(size).toBe(56)
  })

  it('gives nothing where nothing was measured on the face', () => {
    const empty = { ...scene(0.5, 0, 0), data: new Float32Array(image.width * image.height) }
    expect(faceRelief(empty, points, image)).toBeUndefined()
    const outside = { ...points, rightEye: { x: -900, y: 95 }, leftEye: { x: -849, y: 95 } }
    const moved = Object.fromEntries(
      Object.entries(points).map(([name, { x, y }]) => [name, { x: x - 900, y }]),
    ) as unknown as typeof outside
    expect(faceRelief(scene(0.5, 0, 0), moved, image)).toBeUndefined()
  })

  it('is drawn lit from the upper left, with holes in blue', () => {
    const { height, valid, size } = faceRelief(scene(0.5, 0, 0, 0.015), points, image)!
    const holes = valid.slice()
    holes[0] = 0
    const { data, width } = renderRelief({ size, relief: height, valid: holes }, { spacing: 3.6 })
    expect([...data.slice(0, 3)]).toEqual([28, 32, 52])
    const top = height.indexOf(Math.max(...height))
    const gray = (i: number) => data[3 * i]!
    expect(width).toBe(56)
    expect(gray(top - 3 * size - 3)).toBeGreaterThan(gray(top + 3 * size + 3) + 30)
  })
})
