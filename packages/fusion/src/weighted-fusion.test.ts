import { ConfigurationError, FusionError, type FusionInput, type FusionTerm } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FUSION_TERMS } from './fusion-weights.js'
import { createWeightedFusion } from './weighted-fusion.js'

const share = fc.double({ min: 0, max: 1, noNaN: true })
const weight = fc.double({ min: 0.01, max: 100, noNaN: true })
const weights = fc.record({ rgb: weight, depth: weight, liveness: weight, motion: weight })
const input = fc
  .record({ rgb: share, depth: share, liveness: share, motion: share }, { requiredKeys: [] })
  .filter((scores) => Object.keys(scores).length > 0)

const sum = (values: Readonly<Partial<Record<FusionTerm, number>>>) =>
  Object.values(values).reduce((total, value) => total + value, 0)

describe('createWeightedFusion', () => {
  it('gives the weighted sum when every term is present', () => {
    const result = createWeightedFusion().fuse({ rgb: 0.9, depth: 0.8, liveness: 0.7, motion: 0.6 })
    expect(result.score).toBeCloseTo(0.4 * 0.9 + 0.25 * 0.8 + 0.2 * 0.7 + 0.15 * 0.6, 12)
    expect(result.missing).toEqual([])
  })

  it('renormalises over the terms that are present and lists the others', () => {
    const result = createWeightedFusion().fuse({ rgb: 0.9, liveness: 0.6 })
    expect(result.score).toBeCloseTo((0.4 * 0.9 + 0.2 * 0.6) / 0.6, 12)
    expect(result.weights.rgb).toBeCloseTo(2 / 3, 12)
    expect(result.missing).toEqual(['depth', 'motion'])
    expect(result.contributions).not.toHaveProperty('depth')
  })

  it('lets a sum that is 0.85 on paper compare as 0.85', () => {
    const fusion = createWeightedFusion({ weights: { rgb: 0.1, depth: 0.2, liveness: 0.3, motion: 0.4 } })
    expect(fusion.fuse({ rgb: 0.85, depth: 0.85, liveness: 0.85, motion: 0.85 }).score).toBe(0.85)
    expect(createWeightedFusion().fuse({ rgb: 0.95, depth: 0.95, liveness: 0.6, motion: 0.75 }).score).toBe(
      0.85,
    )
  })

  it('keeps its accounts: contributions sum to the score, weights to 1, the score is a mean', () => {
    fc.assert(
      fc.property(weights, input, (given, scores) => {
        const result = createWeightedFusion({ weights: given }).fuse(scores)
        expect(sum(result.contributions)).toBeCloseTo(result.score, 9)
        expect(sum(result.weights)).toBeCloseTo(1, 9)
        const present = Object.values(scores)
        expect(result.score).toBeGreaterThanOrEqual(Math.min(...present) - 1e-9)
        expect(result.score).toBeLessThanOrEqual(Math.max(...present) + 1e-9)
        const named = [...Object.keys(result.contributions), ...result.missing]
        expect(named.sort()).toEqual([...FUSION_TERMS].sort())
      }),
    )
  })

  it('never falls when a score rises', () => {
    fc.assert(
      fc.property(weights, input, share, (given, scores, other) => {
        const fusion = createWeightedFusion({ weights: given })
        for (const term of Object.keys(scores) as FusionTerm[]) {
          const raised: FusionInput = { ...scores, [term]: Math.max(other, scores[term]!) }
          expect(fusion.fuse(raised).score).toBeGreaterThanOrEqual(fusion.fuse(scores).score)
        }
      }),
    )
  })

  it('treats a missing term as neutral: between that term at 0 and at 1, equal to it at the mean of the rest', () => {
    fc.assert(
      fc.property(weights, input, fc.constantFrom(...FUSION_TERMS), (given, scores, term) => {
        const { [term]: _, ...rest } = scores
        fc.pre(Object.keys(rest).length > 0)
        const fusion = createWeightedFusion({ weights: given })
        const missing = fusion.fuse(rest).score
        expect(missing).toBeGreaterThanOrEqual(fusion.fuse({ ...rest, [term]: 0 }).score)
        expect(missing).toBeLessThanOrEqual(fusion.fuse({ ...rest, [term]: 1 }).score)
        expect(fusion.fuse({ ...rest, [term]: missing }).score).toBeCloseTo(missing, 9)
      }),
    )
  })

  it('gives a present term of weight 0 no say', () => {
    const fusion = createWeightedFusion({ weights: { rgb: 1, depth: 0, liveness: 0, motion: 0 } })
    expect(fusion.fuse({ rgb: 0.7, liveness: 0 })).toMatchObject({
      score: 0.7,
      contributions: { rgb: 0.7, liveness: 0 },
      missing: ['depth', 'motion'],
    })
  })

  it('refuses to fuse nothing, or nothing that has a weight', () => {
    expect(() => createWeightedFusion().fuse({})).toThrow(FusionError)
    const fusion = createWeightedFusion({ weights: { rgb: 1, depth: 0, liveness: 0, motion: 0 } })
    expect(() => fusion.fuse({ liveness: 1 })).toThrow(expect.objectContaining({ code: 'nothing-to-fuse' }))
  })

  it.each([-0.01, 1.01, Number.NaN, Number.POSITIVE_INFINITY])('refuses %f as a score', (score) => {
    expect(() => createWeightedFusion().fuse({ rgb: 0.9, motion: score })).toThrow(
      expect.objectContaining({ code: 'score-out-of-range' }),
    )
  })

  it.each([
    ['weights.rgb', { rgb: -1, depth: 1, liveness: 1, motion: 1 }],
    ['weights.depth', { rgb: 1, depth: Number.NaN, liveness: 1, motion: 1 }],
    ['weights.motion', { rgb: 1, depth: 1, liveness: 1 }],
    ['weights.voice', { rgb: 1, depth: 1, liveness: 1, motion: 1, voice: 1 }],
    ['weights', { rgb: 0, depth: 0, liveness: 0, motion: 0 }],
    ['weights', { rgb: Number.MAX_VALUE, depth: Number.MAX_VALUE, liveness: 1, motion: 1 }],
    ['weights', 'rgb=1'],
  ])('names %s when it is wrong', (key, given) => {
    const create = () => createWeightedFusion({ weights: given as never })
    expect(create).toThrow(ConfigurationError)
    expect(create).toThrow(expect.objectContaining({ issues: [expect.objectContaining({ key })] }))
  })

  it('refuses an option it does not know', () => {
    expect(() => createWeightedFusion({ weight: 1 } as never)).toThrow(/weight: not an option/)
  })
})
