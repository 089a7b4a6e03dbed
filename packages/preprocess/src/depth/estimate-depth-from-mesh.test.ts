import { describe, expect, it } from 'vitest'
import { estimateDepthFromMesh } from './estimate-depth-from-mesh.js'

/** 468 points spread over a face-sized square of the picture, on a plane with a bump in the middle. */
function mesh(bump: number, slope: number) {
  const points = new Float32Array(468 * 3)
  for (let i = 0; i < 468; i++) {
    const x = 40 + ((i % 22) / 21) * 144
    const y = 40 + (Math.floor(i / 22) / 21) * 144
    const z = slope * x - bump * Math.exp(-((x - 112) ** 2 + (y - 112) ** 2) / 600)
    points.set([x, y, z], 3 * i)
  }
  return { points, presence: 1 }
}
/** The crop's pixels are two of the picture. */
const cut = { a: 2, b: 0, tx: 0, ty: 0 }

describe('estimateDepthFromMesh', () => {
  it('is marked as estimated and has no millimetres', () => {
    const depth = estimateDepthFromMesh(mesh(20, 0), cut)
    expect(depth.kind).toBe('estimated')
    expect(depth).not.toHaveProperty('interocularMm')
  })

  it('follows the mesh towards the camera at the scale of an adult, without its tilt', () => {
    const { relief, valid } = estimateDepthFromMesh(mesh(30, 0.3), cut)
    const top = relief.indexOf(Math.max(...relief))
    expect(Math.hypot((top % 112) - 56, Math.floor(top / 112) - 56)).toBeLessThan(4)
    // 30 picture pixels are 15 of the crop; 35.24 of those are 63 mm. Smoothing takes a part.
    expect(relief[top]).toBeGreaterThan(0.012)
    expect(relief[top]).toBeLessThan(0.027)
    expect([valid[0], relief[0], valid[56 * 112 + 56]]).toEqual([0, 0, 1])
    expect(Math.abs(relief[30 * 112 + 30]!)).toBeLessThan(0.003)
  })
})
