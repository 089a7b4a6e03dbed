import { describe, expect, it } from 'vitest'
import type { FaceresStatistics } from './faceres-statistics.js'
import { faceresTransform } from './faceres-transform.js'

const base64 = (bytes: readonly number[]) => Buffer.from(Uint8Array.from(bytes)).toString('base64')
const INPUTS = 16

/** A mean of 0.5 to 2 and two directions along the first and the second axis, shrunk to 0.5 and 0.25. */
const statistics: FaceresStatistics = {
  mean: { scale: 0.1, offset: 0.5, values: base64(Array.from({ length: INPUTS }, (_, i) => i)) },
  directions: {
    scales: [1 / 127, 1 / 100],
    values: base64([127, ...Array(INPUTS).fill(0), 256 - 100, ...Array(INPUTS - 2).fill(0)]),
  },
  gains: [0.5, 0.25],
}
const { mean, projection } = faceresTransform(statistics, { rows: 6, seed: 3 })
const rowOf = (index: number) => projection!.matrix.subarray(index * INPUTS, (index + 1) * INPUTS)

describe('faceresTransform', () => {
  it('reads the mean', () => {
    expect(mean).toHaveLength(INPUTS)
    expect(mean![0]).toBeCloseTo(0.5, 6)
    expect(mean![15]).toBeCloseTo(2, 6)
  })

  it('keeps the leading directions, shrunk', () => {
    expect(projection!.rows).toBe(6)
    expect(Array.from(rowOf(0))).toEqual([0.5, ...Array(INPUTS - 1).fill(0)])
    expect(Array.from(rowOf(1))).toEqual([0, -0.25, ...Array(INPUTS - 2).fill(0)])
  })

  it('projects only what is left beside them, and keeps its expected energy', () => {
    for (let row = 2; row < 6; row++) {
      const values = rowOf(row)
      expect(Math.abs(values[0]!)).toBeLessThan(1e-7)
      expect(Math.abs(values[1]!)).toBeLessThan(1e-7)
      // 1/4 a column, times the square root of 16 columns over 4 rows.
      for (const value of values.subarray(2)) expect(Math.abs(value)).toBeCloseTo(0.5, 6)
    }
  })
})
