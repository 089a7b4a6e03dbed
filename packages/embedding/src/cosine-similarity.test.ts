import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../test/fixtures.js'
import { cosineSimilarity } from './cosine-similarity.js'

const vector = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 })
  .filter((values) => Math.hypot(...values) > 0.01)
  .map((values) => Float32Array.from(values))

describe('cosineSimilarity', () => {
  it('is the cosine of the angle', () => {
    expect(cosineSimilarity(Float32Array.of(3, 4), Float32Array.of(4, 3))).toBeCloseTo(0.96, 12)
    expect(cosineSimilarity(Float32Array.of(1, 0), Float32Array.of(0, 5))).toBe(0)
    expect(cosineSimilarity(Float32Array.of(2, 0), Float32Array.of(-7, 0))).toBe(-1)
  })

  it('lies in -1..1, is symmetric, and does not see length', () => {
    fc.assert(
      fc.property(vector, vector, fc.double({ min: 0.01, max: 100, noNaN: true }), (a, b, factor) => {
        const cosine = cosineSimilarity(a, b)
        expect(Math.abs(cosine)).toBeLessThanOrEqual(1)
        expect(cosineSimilarity(b, a)).toBe(cosine)
        expect(
          cosineSimilarity(
            a.map((value) => value * factor),
            b,
          ),
        ).toBeCloseTo(cosine, 5)
      }),
    )
  })

  it('refuses vectors of other lengths and vectors without direction', async () => {
    expect(await codeOf(() => cosineSimilarity(Float32Array.of(1), Float32Array.of(1, 0)))).toBe('dimension')
    expect(await codeOf(() => cosineSimilarity(new Float32Array(0), new Float32Array(0)))).toBe('dimension')
    for (const bad of [Float32Array.of(0, 0), Float32Array.of(Number.NaN, 1), Float32Array.of(Infinity, 1)]) {
      expect(await codeOf(() => cosineSimilarity(Float32Array.of(1, 0), bad))).toBe('not-normalised')
    }
  })
})
