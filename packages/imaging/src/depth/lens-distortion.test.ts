import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distortRay, undistortRay } from './lens-distortion.js'

const ray = fc.record({
  x: fc.double({ min: -0.6, max: 0.6, noNaN: true }),
  y: fc.double({ min: -0.5, max: 0.5, noNaN: true }),
})
const coefficients = fc.tuple(
  fc.double({ min: -0.12, max: 0.12, noNaN: true }),
  fc.double({ min: -0.05, max: 0.05, noNaN: true }),
  fc.double({ min: -0.003, max: 0.003, noNaN: true }),
  fc.double({ min: -0.003, max: 0.003, noNaN: true }),
  fc.double({ min: -0.02, max: 0.02, noNaN: true }),
)

describe('lens distortion', () => {
  it.each([
    'none',
    'brown-conrady',
    'modified-brown-conrady',
    'inverse-brown-conrady',
    'kannala-brandt',
  ] as const)('%s: undistorting undoes distorting', (model) => {
    fc.assert(
      fc.property(ray, coefficients, (point, values) => {
        const distortion = { model, coefficients: values }
        const back = undistortRay(distortion, distortRay(distortion, point))
        expect(Math.hypot(back.x - point.x, back.y - point.y)).toBeLessThan(1e-5)
      }),
    )
  })

  it("bends as OpenCV's formula does, and inverse models bend the other way", () => {
    // k1 = 0.1 at (0.5, 0): r^2 = 0.25, so x = 0.5 * 1.025.
    const radial = { coefficients: [0.1, 0, 0, 0, 0] }
    expect(distortRay({ model: 'brown-conrady', ...radial }, { x: 0.5, y: 0 }).x).toBeCloseTo(0.5125, 6)
    expect(undistortRay({ model: 'inverse-brown-conrady', ...radial }, { x: 0.5, y: 0 }).x).toBeCloseTo(
      0.5125,
      6,
    )
    expect(distortRay({ model: 'kannala-brandt', coefficients: [] }, { x: 1, y: 0 }).x).toBeCloseTo(
      Math.PI / 4,
      6,
    )
  })
})
