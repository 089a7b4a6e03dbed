import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hadamardProjection } from './hadamard-projection.js'

describe('hadamardProjection', () => {
  it('gives orthonormal rows, all entries of one size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 32 }), fc.integer(), (rows, seed) => {
        const columns = 32
        const matrix = hadamardProjection(rows, columns, seed)
        const row = (index: number) => matrix.subarray(index * columns, (index + 1) * columns)
        for (const value of matrix) expect(Math.abs(value)).toBeCloseTo(1 / Math.sqrt(columns), 12)
        for (let a = 0; a < rows; a++) {
          for (let b = 0; b <= a; b++) {
            const dot = row(a).reduce((sum, value, i) => sum + value * row(b)[i]!, 0)
            expect(dot).toBeCloseTo(a === b ? 1 : 0, 9)
          }
        }
      }),
      { numRuns: 30 },
    )
  })

  it('follows from the seed alone', () => {
    expect(hadamardProjection(8, 64, 7)).toEqual(hadamardProjection(8, 64, 7))
    expect(hadamardProjection(8, 64, 7)).not.toEqual(hadamardProjection(8, 64, 8))
  })

  it('keeps lengths on average', () => {
    const vector = Float64Array.from({ length: 256 }, (_, i) => Math.sin(i * i))
    const length = Math.hypot(...vector)
    let mean = 0
    for (let seed = 0; seed < 40; seed++) {
      const matrix = hadamardProjection(64, 256, seed)
      let squared = 0
      for (let row = 0; row < 64; row++) {
        squared += vector.reduce((sum, value, i) => sum + value * matrix[row * 256 + i]!, 0) ** 2
      }
      mean += Math.sqrt((squared * 256) / 64) / 40
    }
    expect(mean / length).toBeGreaterThan(0.95)
    expect(mean / length).toBeLessThan(1.05)
  })
})
