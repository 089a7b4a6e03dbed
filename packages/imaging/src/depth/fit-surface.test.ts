import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitSurface, principalCurvatures, surfaceAt } from './fit-surface.js'

function sampled(height: (u: number, v: number) => number) {
  const points = { u: [] as number[], v: [] as number[], height: [] as number[], length: 0 }
  for (let u = -60; u <= 60; u += 6) {
    for (let v = -60; v <= 60; v += 6) {
      points.u.push(u)
      points.v.push(v)
      points.height.push(height(u, v))
      points.length++
    }
  }
  return points
}
const small = (size: number) => fc.double({ min: -size, max: size, noNaN: true })

describe('fitSurface', () => {
  it('finds any plane and any quadric again', () => {
    fc.assert(
      fc.property(
        fc.tuple(small(50), small(1), small(1), small(0.01), small(0.01), small(0.01)),
        (coefficients) => {
          const points = sampled((u, v) => surfaceAt(coefficients, u, v))
          const fit = fitSurface(points, 'quadric')
          fit?.coefficients.forEach((value, i) => {
            expect(value).toBeCloseTo(coefficients[i]!, 5)
          })
          const flat = sampled((u, v) => surfaceAt(coefficients.slice(0, 3), u, v))
          expect(fitSurface(flat, 'plane')?.rms).toBeLessThan(1e-6)
        },
      ),
    )
  })

  it('is not moved by a part that lies elsewhere', () => {
    const points = sampled((u, v) => (u > 40 ? 300 : 0.2 * u - 0.1 * v))
    const [c = 0, a = 0, b = 0] = fitSurface(points, 'plane')?.coefficients ?? []
    expect([c, a, b].map((value) => Math.round(value * 100) / 100 + 0)).toEqual([0, 0.2, -0.1])
  })

  it('gives a bent sheet one curvature and a ball two', () => {
    const bent = principalCurvatures(
      fitSurface(
        sampled((u, v) => -((u + v) ** 2) / 400),
        'quadric',
      )!,
    )
    expect(bent[0]).toBeCloseTo(-0.01, 5)
    expect(bent[1]).toBeCloseTo(0, 5)
    const ball = principalCurvatures(
      fitSurface(
        sampled((u, v) => -(u * u + v * v) / 200),
        'quadric',
      )!,
    )
    expect(ball[0]).toBeCloseTo(-0.01, 5)
    expect(ball[1]).toBeCloseTo(-0.01, 5)
  })

  it('fits nothing to too few points or points on a line', () => {
    expect(fitSurface({ u: [1, 2], v: [1, 2], height: [0, 0], length: 2 }, 'plane')).toBeUndefined()
    const line = Array.from({ length: 50 }, (_, i) => i)
    expect(fitSurface({ u: line, v: line, height: line, length: 50 }, 'plane')).toBeUndefined()
  })
})
