import { type Calibration, EmbeddingMismatchError, type FaceEmbedding } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calibrateCosine } from './calibrate-cosine.js'
import { createCalibratedComparator } from './calibrated-comparator.js'

const calibration: Calibration = {
  kind: 'logistic',
  slope: 10,
  midpoint: 0.4,
  operatingPoints: [],
  provenance: {
    dataset: 'none, numbers of this test',
    matedComparisons: 0,
    nonMatedComparisons: 0,
    subjects: 0,
    date: '2026-11-22',
    command: 'none',
    pipeline: 'none',
  },
}
const comparator = createCalibratedComparator()

function embedding(values: readonly number[], modelId = 'm@1'): FaceEmbedding {
  const length = Math.hypot(...values)
  const vector = Float32Array.from(values, (value) => value / length)
  return { modality: 'rgb', vector, dimension: vector.length, modelId }
}

const direction = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 })
  .filter((values) => Math.hypot(...values) > 0.01)

function codeOf(run: () => unknown): string | undefined {
  try {
    run()
  } catch (error) {
    if (error instanceof EmbeddingMismatchError) return error.code
    throw error
  }
  return undefined
}

it('A reference of several embeddings is compared as each of them would be, on average', () => {
  const [one, other, probe] = [embedding([1, 0, 0]), embedding([0, 1, 0]), embedding([1, 0, 1])]
  const reference = { ...embedding([1, 1, 0]), meanLength: Math.SQRT1_2 }
  const cosine = (a: FaceEmbedding, b: FaceEmbedding) =>
    a.vector.reduce((sum, value, i) => sum + value * b.vector[i]!, 0)
  const mean = (cosine(one, probe) + cosine(other, probe)) / 2
  expect(comparator.compare(probe, reference, calibration)).toBeCloseTo(calibrateCosine(calibration, mean), 6)
})

describe('createCalibratedComparator', () => {
  it('gives the calibrated cosine of the two vectors', () => {
    // (3, 4) and (4, 3) over 5: cosine 24 / 25.
    const similarity = comparator.compare(embedding([3, 4]), embedding([4, 3]), calibration)
    expect(similarity).toBeCloseTo(calibrateCosine(calibration, 0.96), 6)
  })

  it('is symmetric, and nothing is more similar to a face than itself', () => {
    fc.assert(
      fc.property(direction, direction, (a, b) => {
        const forth = comparator.compare(embedding(a), embedding(b), calibration)
        const back = comparator.compare(embedding(b), embedding(a), calibration)
        const self = comparator.compare(embedding(a), embedding(a), calibration)
        expect(forth).toBe(back)
        expect(forth).toBeLessThanOrEqual(self + 1e-12)
      }),
    )
  })

  it('refuses another model, even with equal vectors', () => {
    const run = () => comparator.compare(embedding([1, 2], 'm@1'), embedding([1, 2], 'm@2'), calibration)
    expect(codeOf(run)).toBe('model-id')
  })

  it('refuses another length and an empty vector', () => {
    expect(codeOf(() => comparator.compare(embedding([1, 2]), embedding([1, 2, 3]), calibration))).toBe(
      'dimension',
    )
    const none = { modelId: 'm@1', vector: new Float32Array(0) }
    expect(codeOf(() => comparator.compare({ ...embedding([1]), ...none }, none, calibration))).toBe(
      'dimension',
    )
  })

  it('refuses vectors that are not of length 1, on either side', () => {
    const good = embedding([1, 2])
    for (const vector of [
      [0.5, 0.5],
      [0, 0],
      [Number.NaN, 1],
      [2, 0],
    ].map((v) => Float32Array.from(v))) {
      expect(codeOf(() => comparator.compare({ ...good, vector }, good, calibration))).toBe('not-normalised')
      expect(codeOf(() => comparator.compare(good, { ...good, vector }, calibration))).toBe('not-normalised')
    }
  })

  it('keeps the vectors out of the message', () => {
    const vector = Float32Array.from([0.123456789, 0.5])
    const run = () => comparator.compare({ ...embedding([1, 2]), vector }, embedding([1, 2]), calibration)
    expect(run).toThrow(/^An embedding is not L2-normalised\.$/)
  })
})
