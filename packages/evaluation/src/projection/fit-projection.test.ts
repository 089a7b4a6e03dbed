import { describe, expect, it } from 'vitest'
import { createSeededRandom } from '../statistics/seeded-random.js'
import type { EmbeddingSet } from './embedding-set.js'
import { fitProjection } from './fit-projection.js'
import { applyProjection, fitMethod } from './projection-methods.js'

/** People about a common mean, with noise along a few nuisance directions, such as light. */
function crowd(people: number, nuisance: number, seed: number, noise = 0.45): EmbeddingSet {
  const random = createSeededRandom(seed)
  const size = 24
  const vectors: Float32Array[] = []
  const subjects: number[] = []
  for (let person = 0; person < people; person++) {
    const centre = Array.from({ length: size }, (_, i) => (i < 3 ? 0 : random.normal()))
    for (let image = 0; image < 4; image++) {
      const vector = Float32Array.from(
        centre,
        (value, i) => value + (i < 3 ? nuisance : noise) * random.normal(),
      )
      const length = Math.hypot(...vector)
      vectors.push(vector.map((value) => value / length))
      subjects.push(person)
    }
  }
  return { vectors, subjects }
}

describe('fitProjection', () => {
  it('finds a head that helps people it has not seen, where directions carry no identity', async () => {
    const fitted = await fitProjection({
      train: crowd(120, 2.5, 1),
      heldOut: crowd(60, 2.5, 2),
      targetFmr: 0.01,
    })
    expect(fitted.helps).toBe(true)
    expect(fitted.heldOut.after!.trueAcceptRate).toBeGreaterThan(fitted.heldOut.before.trueAcceptRate + 0.1)
  })

  it('does not adopt what it learned from too few people', async () => {
    const { helps, heldOut } = await fitProjection({
      train: crowd(15, 1, 3, 1),
      heldOut: crowd(60, 1, 4, 1),
      targetFmr: 0.01,
    })
    expect(helps).toBe(false)
    expect(heldOut.before.matedComparisons).toBe(60 * 6)
  })

  it('repeats itself', async () => {
    const options = { train: crowd(30, 1, 5), heldOut: crowd(20, 1, 6), targetFmr: 0.05 }
    expect(await fitProjection(options)).toEqual(await fitProjection(options))
  })
})

describe('fitMethod', () => {
  const set = crowd(60, 2, 7)
  const variance = (vectors: readonly Float32Array[], at: number) => {
    const mean = vectors.reduce((sum, vector) => sum + vector[at]!, 0) / vectors.length
    return vectors.reduce((sum, vector) => sum + (vector[at]! - mean) ** 2, 0) / vectors.length
  }

  it('whitens the leading directions down to the next one', () => {
    const transform = fitMethod({ kind: 'whiten', leading: 3 }, set)
    const raw = set.vectors.map((vector) => {
      // Without the final normalisation, to look at the covariance itself.
      const centred = vector.map((value, i) => value - transform.mean![i]!)
      return Float32Array.from({ length: 24 }, (_, row) =>
        centred.reduce((sum, value, i) => sum + transform.projection!.matrix[row * 24 + i]! * value, 0),
      )
    })
    const [first, other] = [variance(raw, 0), variance(raw, 10)]
    expect(variance(set.vectors, 0)).toBeGreaterThan(2 * variance(set.vectors, 10))
    expect(first).toBeLessThan(2 * other)
  })

  it('gives unit vectors and leaves a mean of nothing', () => {
    const transform = fitMethod({ kind: 'centre' }, set)
    const projected = set.vectors.map((vector) => applyProjection(transform, vector))
    for (const vector of projected) expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
  })

  it('needs people with several pictures to learn how these vary', () => {
    const single = {
      vectors: set.vectors.filter((_, i) => i % 4 === 0),
      subjects: set.subjects.filter((_, i) => i % 4 === 0),
    }
    expect(() => fitMethod({ kind: 'wccn', shrinkage: 0.5, power: 1 }, single)).toThrow('several pictures')
  })
})
