import { describe, expect, it } from 'vitest'
import { calibrateCosine } from './calibrate-cosine.js'
import { createCalibratedComparator } from './calibrated-comparator.js'
import { parseFusionWeights } from './fusion-weights.js'
import { createGatedPolicy } from './gated-policy.js'
import { createWeightedFusion } from './weighted-fusion.js'

const issuesOf = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    const { name, code, issues = [] } = error as { name: string; code: string; issues?: { key: string }[] }
    return { name, code, keys: issues.map(({ key }) => key) }
  }
  return { keys: [] }
}

it('weights are named one by one where they are wrong, and all of the fusion where they sum to nothing', () => {
  const weights = { rgb: 1, depth: 0, liveness: 0, motion: 0 }
  const keys = (given: unknown) => issuesOf(() => parseFusionWeights('f', given)).keys
  expect(parseFusionWeights('f', weights)).toEqual(weights)
  expect(keys({ ...weights, rgb: 0 })).toEqual(['weights'])
  expect(keys({ ...weights, rgb: Number.MAX_VALUE, depth: Number.MAX_VALUE })).toEqual(['weights'])
  for (const wrong of [-1e-9, Number.NaN, Infinity, '1', undefined])
    expect(keys({ ...weights, motion: wrong })).toEqual(['weights.motion'])
  expect(keys({ ...weights, luck: 1 })).toEqual(['weights.luck'])
  for (const none of [null, 'rgb', undefined]) expect(keys(none)).toEqual(['weights'])
})

it('a weighted fusion tells scores that are none from having nothing to fuse', () => {
  const fusion = createWeightedFusion()
  expect(issuesOf(() => fusion.fuse({ rgb: 1.001 }))).toMatchObject({ code: 'score-out-of-range' })
  expect(issuesOf(() => fusion.fuse({}))).toMatchObject({ name: 'FusionError', code: 'nothing-to-fuse' })
  expect(fusion.fuse({ rgb: 0 }).score).toBe(0)
  expect(fusion.fuse({ rgb: 1, depth: 1, liveness: 1, motion: 1 }).score).toBe(1)
})

describe('a policy', () => {
  const keys = (options: object) => issuesOf(() => createGatedPolicy(options)).keys

  it('holds its thresholds to the scale and to each other', () => {
    for (const key of ['acceptThreshold', 'rejectThreshold', 'similarityFloor', 'minimumLiveness'])
      for (const value of [-0.01, 1.01, Number.NaN]) expect(keys({ [key]: value })).toContain(key)
    expect(keys({ acceptThreshold: 1, rejectThreshold: 0, minimumLiveness: 1 })).toEqual([])
    expect(keys({ minimumLiveness: 0, similarityFloor: 1 })).toEqual([])
    expect(keys({ acceptThreshold: 0.5, rejectThreshold: 0.5 })).toEqual(['rejectThreshold'])
    expect(keys({ similarityFloor: 0.45 })).toEqual([])
    expect(keys({ similarityFloor: 0.44 })).toEqual(['similarityFloor'])
    expect(keys({ requireAssurance: 'much' })).toEqual(['requireAssurance'])
    expect(keys({ unassessedLiveness: 'maybe' })).toEqual(['unassessedLiveness'])
    expect(keys({ luck: 1 })).toEqual(['luck'])
  })

  it('refuses scores that are none, and liveness that is called scored and has no score', () => {
    const policy = createGatedPolicy()
    const fused = { score: 0.9, contributions: {}, weights: {}, missing: [] }
    const liveness = { status: 'scored', score: 0.9, vetoed: false, assurance: 'stills' } as const
    const { score, ...scoreless } = liveness
    const right = { similarity: 0.9, fused, liveness }
    expect(policy.decide(right).outcome).toBe('accept')
    for (const wrong of [
      { ...right, similarity: 1.01 },
      { ...right, fused: { ...fused, score: Number.NaN } },
      { ...right, liveness: { ...liveness, score: -0.1 } },
      { ...right, liveness: scoreless },
    ])
      expect(issuesOf(() => policy.decide(wrong))).toMatchObject({ code: 'score-out-of-range' })
    expect(policy.decide({ ...right, liveness: { ...scoreless, status: 'not_assessed' } }).outcome).toBe(
      're_verify',
    )
  })

  it('says in its id everything that a decision depends on', () => {
    const ids = [
      {},
      { acceptThreshold: 0.9 },
      { acceptThreshold: 0.9, similarityFloor: 0.85 },
      { rejectThreshold: 0.4 },
      { minimumLiveness: 0.5 },
      { requireAssurance: 'challenge' as const },
      { unassessedLiveness: 'allow' as const },
    ].map((options) => createGatedPolicy(options))
    const input = {
      similarity: 0.1,
      fused: { score: 0.1, contributions: {}, weights: {}, missing: [] },
      liveness: { status: 'scored', score: 0.9, vetoed: false, assurance: 'stills' },
    } as const
    const policyIds = ids.map((policy) => policy.decide(input).policyId)
    expect(new Set(policyIds).size).toBe(ids.length)
    for (const id of policyIds)
      expect(id).toMatch(/accept=[\d.]+;reject=[\d.]+;floor=[\d.]+;liveness=[\d.]+;/)
  })

  it('states from which similarity on it accepts: transactions plan by it', () => {
    expect(createGatedPolicy().acceptSimilarity).toBe(0.85)
    expect(createGatedPolicy({ acceptThreshold: 0.9 }).acceptSimilarity).toBe(0.9)
    expect(createGatedPolicy({ similarityFloor: 0.8 }).acceptSimilarity).toBe(0.8)
  })
})

describe('a comparison', () => {
  const calibration = { slope: 10, midpoint: 0.5 } as Parameters<
    ReturnType<typeof createCalibratedComparator>['compare']
  >[2]
  const vector = (...values: number[]) => Float32Array.from(values)
  const embedding = (values: Float32Array) =>
    ({ modality: 'rgb', modelId: 'm', dimension: values.length, vector: values }) as const
  const compare = (a: Float32Array, b: Float32Array, meanLength?: number) =>
    createCalibratedComparator().compare(
      embedding(a),
      { ...embedding(b), ...(meanLength === undefined ? {} : { meanLength }) },
      calibration,
    )

  it('takes a length that is a thousandth off in its square, and no more, on either side', () => {
    const unit = vector(1, 0)
    const long = (square: number) => vector(Math.sqrt(square), 0)
    for (const square of [1.0009, 0.9991]) {
      // The cosine is that of the directions: a length that is a little off makes nobody more alike.
      expect(compare(long(square), unit)).toBeCloseTo(calibrateCosine(calibration, 1), 12)
      expect(compare(unit, long(square))).toBeCloseTo(calibrateCosine(calibration, 1), 12)
    }
    for (const square of [1.0011, 0.9989]) {
      for (const [a, b] of [
        [long(square), unit],
        [unit, long(square)],
      ] as const)
        expect(issuesOf(() => compare(a, b))).toMatchObject({ code: 'not-normalised' })
    }
  })

  it('is shrunk by what the embeddings of a reference differ, but for the noise of one session', () => {
    const [a, b] = [vector(1, 0), vector(0.8, 0.6)]
    const at = (shrunk: number) => expect.closeTo(calibrateCosine(calibration, shrunk * 0.8), 6)
    expect(compare(a, b, 1)).toEqual(at(1))
    expect(compare(a, b, 0.99)).toEqual(at(1))
    expect(compare(a, b, 0.891)).toEqual(at(0.9))
    expect(compare(a, b)).toEqual(at(1))
  })

  it('of other lengths, of nothing and of other models is refused, each by its code', () => {
    expect(issuesOf(() => compare(vector(1), vector(1, 0)))).toMatchObject({ code: 'dimension' })
    expect(issuesOf(() => compare(vector(), vector()))).toMatchObject({ code: 'dimension' })
    const other = { ...embedding(vector(1)), modelId: 'n' }
    const comparator = createCalibratedComparator()
    expect(issuesOf(() => comparator.compare(embedding(vector(1)), other, calibration))).toMatchObject({
      name: 'EmbeddingMismatchError',
      code: 'model-id',
    })
  })

  it('takes the rounding of float32 past the ends, on both, and nothing further', () => {
    for (const end of [1, -1]) {
      expect(calibrateCosine(calibration, end * 1.0009)).toBe(calibrateCosine(calibration, end))
      expect(issuesOf(() => calibrateCosine(calibration, end * 1.0011))).toMatchObject({
        code: 'score-out-of-range',
      })
    }
    expect(calibrateCosine(calibration, 0.7)).toBeCloseTo(1 / (1 + Math.exp(-2)), 12)
  })
})
