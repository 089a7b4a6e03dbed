import { ImagingError, type Point } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyHomography, estimateHomography, type Homography } from './homography.js'

const grid: readonly Point[] = Array.from({ length: 20 }, (_, i) => ({
  x: 40 * (i % 5),
  y: 55 * Math.floor(i / 5),
}))
const part = (size: number) => fc.double({ min: -size, max: size, noNaN: true })

describe('homography', () => {
  test('finds the one that points were moved by', () => {
    fc.assert(
      fc.property(
        fc.tuple(part(0.3), part(0.3), part(90), part(0.3), part(0.3), part(90), part(5e-4), part(5e-4)),
        ([a, b, c, d, e, f, g, h]) => {
          const truth: Homography = [1 + a, b, c, d, 1 + e, f, g, h, 1]
          const found = estimateHomography(
            grid,
            grid.map((point) => applyHomography(truth, point)),
          )
          for (const point of grid) {
            const [want, got] = [applyHomography(truth, point), applyHomography(found, point)]
            expect(Math.hypot(want.x - got.x, want.y - got.y)).toBeLessThan(1e-5)
          }
        },
      ),
    )
  })

  test('leaves a residual where no plane was moved', () => {
    const bulging = grid.map(({ x, y }) => ({ x: x + 0.002 * (x - 80) * (x - 80), y }))
    const found = estimateHomography(grid, bulging)
    const residual = Math.max(
      ...grid.map((point, i) => Math.abs(applyHomography(found, point).x - bulging[i]!.x)),
    )
    expect(residual).toBeGreaterThan(0.5)
  })

  test.each([
    ['three points', grid.slice(0, 3)],
    ['points on a line', grid.map((_, i) => ({ x: i, y: 2 * i }))],
    ['one point many times', grid.map(() => ({ x: 3, y: 4 }))],
  ])('refuses %s', (_, points) => {
    expect(() => estimateHomography(points, points)).toThrow(ImagingError)
  })
})
