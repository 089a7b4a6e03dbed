import type { EmbeddingPopulation, Template } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { calibration, composition, embedder } from '../../test/composition.js'
import { joinSimilarities } from './comparison.js'
import { decoyTemplate } from './decoy-template.js'
import { createDecoys } from './decoys.js'
import { drawFrom, populationOf } from './population.js'
import { bestByQuality, planTransaction } from './transaction.js'

describe('several similarities', () => {
  it('are joined by their mean in logits', () => {
    const logit = (share: number) => Math.log(share / (1 - share))
    const joined = (...values: number[]) =>
      1 / (1 + Math.exp(-values.map(logit).reduce((a, b) => a + b) / values.length))
    expect(joinSimilarities([0.3])).toBe(0.3)
    expect(joinSimilarities([0.9, 0.6])).toBeCloseTo(joined(0.9, 0.6), 12)
    expect(joinSimilarities([0.2, 0.5, 0.99])).toBeCloseTo(joined(0.2, 0.5, 0.99), 12)
    expect(joinSimilarities([0, 1])).toBeCloseTo(0.5, 3)
    expect(joinSimilarities([0, 0])).toBeLessThan(1e-9)
    expect(joinSimilarities([1, 1])).toBeGreaterThan(1 - 1e-9)
  })
})

describe('the plan of a transaction', () => {
  const point = (similarity: number, fmr: number, fmrUpper95 = 1.5 * fmr) => ({
    similarity,
    fmr,
    fmrUpper95,
    fnmr: 0,
    fnmrUpper95: 0,
  })
  const sample = (index: number, overall: number) =>
    ({ index, sample: { quality: { overall } } }) as Parameters<typeof bestByQuality>[0][number]
  const plan = (points: readonly ReturnType<typeof point>[], count: number, acceptSimilarity?: number) =>
    planTransaction(
      {
        embedder: embedder({ calibration: { ...calibration, operatingPoints: points } }),
        policy: {
          ...composition().policy,
          ...(acceptSimilarity === undefined ? { acceptSimilarity: undefined } : { acceptSimilarity }),
        } as never,
      },
      Array.from({ length: count }, (_, i) => sample(i, 0.5)),
    )

  it('states the rates at the highest point that is reached, and what an early stop adds', () => {
    const points = [
      point(0.8, 1e-3),
      point(0.85, 1e-4),
      point(0.9, 1e-5),
      point(0.95, 6e-6),
      point(0.97, 1e-6),
    ]
    expect(plan(points, 3, 0.85)).toMatchObject({
      steps: [{ leastSimilarity: 0.95 }, { leastSimilarity: 0 }],
      errorRate: { comparisons: 2, comparisonFmr: 1e-4, transactionFmr: expect.closeTo(1e-4 + 9e-6, 12) },
    })
    expect(plan(points, 1, 0.85)).toMatchObject({
      errorRate: { comparisons: 1, comparisonFmr: 1e-4, transactionFmr: 1e-4 },
    })
    expect(plan(points, 3, 0.84).errorRate?.comparisonFmr).toBe(1e-3)
    expect(plan(points, 3, 0.79)).not.toHaveProperty('errorRate')
    expect(plan(points, 3)).not.toHaveProperty('errorRate')
    // Exactly a tenth is enough, more is not.
    expect(plan([point(0.85, 1e-3), point(0.9, 1e-5, 1e-4)], 2, 0.85).steps).toHaveLength(2)
    expect(plan([point(0.85, 1e-3), point(0.9, 1e-5, 1.01e-4)], 2, 0.85).steps).toHaveLength(1)
  })

  it('takes the best three samples, of equally good ones the earlier', () => {
    const indices = bestByQuality([
      sample(0, 0.5),
      sample(1, 0.9),
      sample(2, 0.7),
      sample(3, 0.7),
      sample(4, 0.5),
    ]).map(({ index }) => index)
    expect(indices).toEqual([1, 2, 3])
    expect(bestByQuality([sample(7, 0.5), sample(3, 0.5)]).map(({ index }) => index)).toEqual([3, 7])
  })
})

describe('a decoy', () => {
  const template = (id: number, withDepth: boolean): Template => ({
    formatVersion: 1,
    subjectId: `${id}`,
    parts: [
      {
        modality: 'rgb',
        modelId: 'scripted-rgb@1',
        vector: Float32Array.of(Math.cos(id), Math.sin(id)),
        sampleCount: 3,
        meanLength: 0.9,
      },
      ...(withDepth
        ? [
            {
              modality: 'depth',
              modelId: 'scripted-depth@1',
              vector: Float32Array.of(1, 0),
              sampleCount: 1,
            } as const,
          ]
        : []),
    ],
    quality: 1,
    assurance: 'none',
    enrolledAtMs: 0,
  })
  const decoysOf = (templates: readonly Template[], population?: EmbeddingPopulation) => {
    const asked: number[] = []
    const decoys = createDecoys({
      ...composition(),
      embedder: embedder(population ? { population: async () => population } : {}),
      depthEmbedder: embedder({ modality: 'depth' }),
      vault: {
        anyTemplates: async (_: string, limit: number) => {
          asked.push(limit)
          return templates
        },
      } as never,
    })
    return { asked, of: (name: string) => decoys.of('t', name, {}) }
  }
  const names = Array.from({ length: 200 }, (_, i) => `name ${i}`)
  const depthShare = async (templates: readonly Template[]) => {
    const { of } = decoysOf(templates)
    const drawn = await Promise.all(names.map(of))
    return (
      drawn.filter(({ parts }) => parts.some(({ modality }) => modality === 'depth')).length / names.length
    )
  }

  it('has depth as often as the tenant’s people have, and always where too few are known', async () => {
    const some = (count: number, deep: number) =>
      Array.from({ length: count }, (_, i) => template(i, i < deep))
    expect(await depthShare(some(32, 16))).toBeGreaterThan(0.35)
    expect(await depthShare(some(32, 16))).toBeLessThan(0.65)
    expect(await depthShare(some(32, 0))).toBe(0)
    expect(await depthShare(some(32, 32))).toBe(1)
    expect(await depthShare(some(15, 0))).toBe(1)
    expect(await depthShare(some(16, 0))).toBe(0)
  })

  it('is learnt from sixteen templates on, once, and from what comes with the model before', async () => {
    const known = decoysOf(Array.from({ length: 16 }, (_, i) => template(i, false)))
    const [one, other] = [await known.of('a'), await known.of('a')]
    expect(other).toEqual(one)
    expect(known.asked).toEqual([256])
    expect(one.parts[0]).toMatchObject({
      modality: 'rgb',
      modelId: 'scripted-rgb@1',
      meanLength: 0.9,
      sampleCount: 1,
    })
    const along: EmbeddingPopulation = {
      mean: Float32Array.of(0, 0.999),
      factors: [Float32Array.of(0.01, 0)],
    }
    const few = decoysOf(
      Array.from({ length: 15 }, (_, i) => template(i, false)),
      along,
    )
    const drawn = await few.of('a')
    expect(drawn.parts[0]?.vector[1]).toBeGreaterThan(0.9)
    expect(drawn.parts[0]?.meanLength).toBe(1)
    await few.of('b')
    expect(few.asked).toEqual([256, 256])
  })

  it('is another for each name, of length 1, and holds nobody’s id', () => {
    const part = { modality: 'rgb', modelId: 'm', dimension: 8, share: 1, meanLengths: [0.5, 0.7] } as const
    const drawn = names.map((name) => decoyTemplate([part], name))
    const vectors = drawn.map(({ parts }) => parts[0]!.vector)
    expect(new Set(vectors.map((vector) => vector.join())).size).toBe(names.length)
    for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
    expect(new Set(drawn.map(({ parts }) => parts[0]!.meanLength))).toEqual(new Set([0.5, 0.7]))
    for (const { subjectId, formatVersion } of drawn) expect([subjectId, formatVersion]).toEqual(['', 1])
    // Any direction is as likely: the mean of 200 is near 0 in each of them.
    for (let i = 0; i < 8; i++) {
      const mean = vectors.reduce((sum, vector) => sum + vector[i]!, 0) / vectors.length
      expect(Math.abs(mean)).toBeLessThan(0.12)
    }
  })

  it('lies as the population does: its mean as it is, and the rest as long as reaches the sphere', () => {
    const population = populationOf([Float32Array.of(0.8, 0.6), Float32Array.of(0.8, -0.6)])
    expect([...population.mean]).toEqual([expect.closeTo(0.8), expect.closeTo(0)])
    // Two people: the sum of squares of the factors is the variance, over n - 1.
    expect(population.factors.map((factor) => factor[1])).toEqual([expect.closeTo(0.6), expect.closeTo(-0.6)])
    const drawn = drawFrom(population, (() => [1, -1, 2, 0.5][calls.count++ % 4]!) as () => number)
    expect(drawn[0]).toBeCloseTo(0.8, 5)
    expect(Math.abs(drawn[1]!)).toBeCloseTo(0.6, 5)
    const spread = populationOf([
      Float32Array.of(1, 0, 0),
      Float32Array.of(0, 1, 0),
      Float32Array.of(0, 0, 1),
    ])
    const squares = spread.factors.reduce(
      (sum, factor) => sum + factor.reduce((all, value) => all + value ** 2, 0),
      0,
    )
    // By hand: each lies at 2/3 from the mean, squared and summed, over 2.
    expect(squares).toBeCloseTo(1, 5)
  })
  const calls = { count: 0 }
})
