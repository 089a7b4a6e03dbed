import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeOf, embeddingOf } from '../test/fixtures.js'
import { aggregateEmbeddings } from './aggregate-embeddings.js'
import { cosineSimilarity } from './cosine-similarity.js'

const direction = fc
  .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 })
  .map((values) => embeddingOf(values))

describe('aggregateEmbeddings', () => {
  it('is the normalised mean', () => {
    const mean = aggregateEmbeddings('m@1', [embeddingOf([1, 0]), embeddingOf([0, 1])])
    expect(Array.from(mean.vector)).toEqual([Math.SQRT1_2, Math.SQRT1_2].map(Math.fround))
    expect(mean).toMatchObject({ modality: 'rgb', dimension: 2, modelId: 'm@1' })
    expect(mean).not.toHaveProperty('magnitude')
  })

  it('tells the mean’s length, so that a cosine times it is the mean of the cosines', () => {
    fc.assert(
      fc.property(fc.array(direction, { minLength: 1, maxLength: 6 }), direction, (embeddings, probe) => {
        const { vector, meanLength = 0 } = aggregateEmbeddings('m@1', embeddings)
        const cosines = embeddings.map((one) => cosineSimilarity(one.vector, probe.vector))
        const mean = cosines.reduce((sum, cosine) => sum + cosine, 0) / cosines.length
        expect(meanLength * cosineSimilarity(vector, probe.vector)).toBeCloseTo(mean, 5)
      }),
      { seed: 13 },
    )
    const weighed = aggregateEmbeddings('m@1', [
      embeddingOf([1, 0], { magnitude: 30 }),
      embeddingOf([0, 1], { magnitude: 10 }),
    ])
    expect(weighed.meanLength).toBeCloseTo(Math.hypot(30, 10) / 40, 6)
  })

  it('counts better samples for more where the model gives a magnitude', () => {
    const mean = aggregateEmbeddings('m@1', [
      embeddingOf([1, 0], { magnitude: 30 }),
      embeddingOf([0, 1], { magnitude: 10 }),
    ])
    expect(mean.vector[0]).toBeCloseTo(3 / Math.sqrt(10), 6)
    expect(mean.vector[1]).toBeCloseTo(1 / Math.sqrt(10), 6)
    expect(mean.magnitude).toBe(20)
  })

  it('weighs all alike when one has no magnitude', () => {
    const mean = aggregateEmbeddings('m@1', [embeddingOf([1, 0], { magnitude: 30 }), embeddingOf([0, 1])])
    expect(mean.vector[0]).toBeCloseTo(mean.vector[1]!, 6)
  })

  it('has length 1, does not depend on the order, and one embedding is its own reference', () => {
    fc.assert(
      fc.property(fc.array(direction, { minLength: 1, maxLength: 6 }), (embeddings) => {
        const mean = aggregateEmbeddings('m@1', embeddings)
        expect(Math.hypot(...mean.vector)).toBeCloseTo(1, 5)
        const turned = aggregateEmbeddings('m@1', [...embeddings].reverse())
        expect(cosineSimilarity(mean.vector, turned.vector)).toBeCloseTo(1, 6)
        const alone = aggregateEmbeddings('m@1', [embeddings[0]!])
        expect(cosineSimilarity(alone.vector, embeddings[0]!.vector)).toBeCloseTo(1, 6)
      }),
    )
  })

  it.each([
    ['empty', []],
    ['model-id', [embeddingOf([1, 0]), embeddingOf([1, 0], { modelId: 'm@2' })]],
    ['model-id', [embeddingOf([1, 0], { modelId: 'm@2' })]],
    ['model-id', [embeddingOf([1, 0]), embeddingOf([1, 0], { modality: 'depth' })]],
    ['dimension', [embeddingOf([1, 0]), embeddingOf([1, 0, 0])]],
    ['dimension', [embeddingOf([1, 0], { dimension: 3 })]],
    ['not-normalised', [embeddingOf([1, 0], { vector: Float32Array.of(2, 0) })]],
    ['not-normalised', [embeddingOf([1, 0], { vector: Float32Array.of(Number.NaN, 0) })]],
    ['not-normalised', [embeddingOf([1, 0]), embeddingOf([-1, 0])]],
  ])('refuses with %s', async (code, embeddings) => {
    expect(await codeOf(() => aggregateEmbeddings('m@1', embeddings))).toBe(code)
  })
})
