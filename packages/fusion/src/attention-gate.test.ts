import { ConfigurationError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { createAttentionFusion } from './attention-fusion.js'
import { type AttentionGate, attentionWeights, parseAttentionGate } from './attention-gate.js'

const plain = { bias: 0, score: 0, quality: 0, estimated: 0 }
const terms = {
  rgb: { bias: 0.7, score: 0.5, quality: 1, estimated: 0 },
  depth: { bias: 0.2, score: -0.4, quality: -2, estimated: -1.5 },
  liveness: { bias: -0.3, score: 1, quality: 0.6, estimated: 0 },
  motion: plain,
}
const gate: AttentionGate = {
  format: 'faceward-attention-fusion/v1',
  terms,
  provenance: {
    dataset: 'none',
    attempts: { mated: 0, nonMated: 0, attack: 0 },
    subjects: 0,
    date: '2026-12-01',
    command: 'test',
    heldOut: { falseRejectRate: 0, falseRejectRateOfFixedWeights: 0 },
  },
}
const input = { rgb: 0.9, depth: 0.3, liveness: 0.6 }

/** What the interface promises a coefficient to be: a share's exponent, before all are normalised. */
const expected = (exponents: Record<string, number>) => {
  const total = Object.values(exponents).reduce((sum, value) => sum + Math.exp(value), 0)
  return Object.fromEntries(Object.entries(exponents).map(([term, value]) => [term, Math.exp(value) / total]))
}
const closeTo = (weights: Record<string, number>) =>
  Object.fromEntries(Object.entries(weights).map(([term, value]) => [term, expect.closeTo(value, 12)]))

describe('the weight of a term', () => {
  it('follows from its bias, its own score, the quality above one half and where depth came from', () => {
    const quality = 0.8
    const exponents = {
      rgb: 0.7 + 0.5 * 0.9 + 1 * 0.3,
      depth: 0.2 - 0.4 * 0.3 - 2 * 0.3,
      liveness: -0.3 + 1 * 0.6 + 0.6 * 0.3,
    }
    expect(attentionWeights(gate, input, { quality })).toEqual(closeTo(expected(exponents)))
    const sensed = attentionWeights(gate, input, { quality, depthKind: 'sensed' })
    expect(sensed).toEqual(closeTo(expected(exponents)))
    const estimated = { ...exponents, depth: exponents.depth - 1.5 }
    expect(attentionWeights(gate, input, { quality, depthKind: 'estimated' })).toEqual(
      closeTo(expected(estimated)),
    )
  })

  it('that is no depth does not change because depth was estimated', () => {
    const all = { ...gate, terms: { ...terms, rgb: { ...terms.rgb, estimated: -3 } } }
    const given = { rgb: 0.9, liveness: 0.6 }
    expect(attentionWeights(all, given, { depthKind: 'estimated' })).toEqual(attentionWeights(all, given))
  })

  it('is that of middling quality where none is known', () => {
    expect(attentionWeights(gate, input)).toEqual(attentionWeights(gate, input, { quality: 0.5 }))
  })

  it('is a number also where exponents are beyond what a float holds', () => {
    const steep = {
      ...gate,
      terms: { ...terms, rgb: { ...plain, bias: 5000 }, depth: { ...plain, bias: -5000 } },
    }
    expect(attentionWeights(steep, { rgb: 1, depth: 1 })).toEqual({ rgb: 1, depth: 0 })
  })
})

describe('a fused score', () => {
  it('that is 0.85 on paper is 0.85, and never above 1', () => {
    const even = { ...gate, terms: { rgb: plain, depth: plain, liveness: plain, motion: plain } }
    const fusion = createAttentionFusion({ gate: even })
    expect(fusion.fuse({ rgb: 0.95, depth: 0.85, liveness: 0.75 }).score).toBe(0.85)
    expect(fusion.fuse({ rgb: 0.9, depth: 0.8, liveness: 0.85, motion: 0.85 }).score).toBe(0.85)
    expect(createAttentionFusion({ gate }).fuse({ rgb: 1, depth: 1, liveness: 1, motion: 1 }).score).toBe(1)
  })

  it('comes with what each term gave and which were missing', () => {
    const { score, contributions, weights, missing } = createAttentionFusion({ gate }).fuse(input)
    expect(missing).toEqual(['motion'])
    for (const term of ['rgb', 'depth', 'liveness'] as const)
      expect(contributions[term]).toBeCloseTo(weights[term]! * input[term], 12)
    expect(score).toBeCloseTo(contributions.rgb! + contributions.depth! + contributions.liveness!, 9)
  })

  it.each([
    [{ rgb: -0.1 }, {}, 'score-out-of-range'],
    [{ rgb: 0.5, motion: 1.1 }, {}, 'score-out-of-range'],
    [{ rgb: 0.5 }, { quality: 1.1 }, 'score-out-of-range'],
    [{ rgb: 0.5 }, { quality: -0.1 }, 'score-out-of-range'],
    [{}, {}, 'nothing-to-fuse'],
  ])('is refused for %j in %j: %s', (given, context, code) => {
    const fusion = createAttentionFusion({ gate })
    expect(() => fusion.fuse(given, context)).toThrow(expect.objectContaining({ name: 'FusionError', code }))
  })

  it('is given for the ends of the scale', () => {
    const fusion = createAttentionFusion({ gate })
    expect(fusion.fuse({ rgb: 0 }, { quality: 0 }).score).toBe(0)
    expect(fusion.fuse({ rgb: 1 }, { quality: 1 }).score).toBe(1)
  })
})

describe('a gate from a file', () => {
  const issues = (json: unknown) => {
    try {
      parseAttentionGate(json)
    } catch (error) {
      if (ConfigurationError.isInstance(error)) return error.issues.map(({ key }) => key)
      throw error
    }
    return []
  }

  it('names the member that is wrong, however deep', () => {
    expect(issues({ ...gate, format: 'v2' })).toEqual(['format'])
    expect(issues({ ...gate, provenance: undefined })).toEqual(['provenance'])
    expect(issues({ ...gate, provenance: null })).toEqual(['provenance'])
    expect(issues({ ...gate, provenance: 'me' })).toEqual(['provenance'])
    expect(issues({ ...gate, terms: { ...terms, luck: plain } })).toEqual(['terms.luck'])
    expect(issues({ ...gate, terms: { ...terms, rgb: { ...plain, luck: 1 } } })).toEqual(['terms.rgb.luck'])
    expect(issues({ ...gate, terms: { ...terms, motion: undefined } })).toEqual(
      ['bias', 'score', 'quality', 'estimated'].map((name) => `terms.motion.${name}`),
    )
    expect(issues({ ...gate, terms: undefined })).toHaveLength(16)
    expect(issues({ ...gate, terms: { ...terms, motion: { ...plain, bias: '1' } } })).toEqual([
      'terms.motion.bias',
    ])
    expect(issues({ ...gate, terms: { ...terms, motion: { ...plain, bias: Infinity } } })).toEqual([
      'terms.motion.bias',
    ])
  })

  it('lets a score move its own weight by 1 at most, either way, and never favours estimated depth', () => {
    const withMotion = (more: object) =>
      issues({ ...gate, terms: { ...terms, motion: { ...plain, ...more } } })
    for (const score of [-1, 1]) expect(withMotion({ score })).toEqual([])
    for (const score of [-1.001, 1.001]) expect(withMotion({ score })).toEqual(['terms.motion.score'])
    for (const name of ['bias', 'quality']) expect(withMotion({ [name]: 5 })).toEqual([])
    expect(withMotion({ estimated: 0 })).toEqual([])
    expect(withMotion({ estimated: 0.001 })).toEqual(['terms.motion.estimated'])
  })

  it('is taken as an option and nothing beside it', () => {
    expect(() => createAttentionFusion({ gate, weights: {} } as object as { gate: AttentionGate })).toThrow(
      'weights',
    )
    expect(() => createAttentionFusion({} as { gate: AttentionGate })).toThrow('train-fusion')
  })
})
