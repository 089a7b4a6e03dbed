import { ConfigurationError, type FusionInput, type FusionTerm } from '@faceward/spec'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAttentionFusion } from './attention-fusion.js'
import { type AttentionCoefficients, type AttentionGate, parseAttentionGate } from './attention-gate.js'
import { FUSION_TERMS } from './fusion-weights.js'
import { createWeightedFusion } from './weighted-fusion.js'

function gateOf(terms: Partial<Record<FusionTerm, Partial<AttentionCoefficients>>>): AttentionGate {
  const plain = { bias: 0, score: 0, quality: 0, estimated: 0 }
  return {
    format: 'faceward-attention-fusion/v1',
    terms: Object.fromEntries(
      FUSION_TERMS.map((term) => [term, { ...plain, ...terms[term] }]),
    ) as AttentionGate['terms'],
    provenance: {
      dataset: 'none',
      attempts: { mated: 0, nonMated: 0, attack: 0 },
      subjects: 0,
      date: '2026-11-22',
      command: 'test',
      heldOut: { falseRejectRate: 0, falseRejectRateOfFixedWeights: 0 },
    },
  }
}

const share = fc.double({ min: 0, max: 1, noNaN: true })
const coefficients = fc.record({
  bias: fc.double({ min: -3, max: 3, noNaN: true }),
  score: fc.double({ min: -1, max: 1, noNaN: true }),
  quality: fc.double({ min: -3, max: 3, noNaN: true }),
  estimated: fc.double({ min: -3, max: 0, noNaN: true }),
})
const anyGate = fc
  .tuple(coefficients, coefficients, coefficients, coefficients)
  .map(([rgb, depth, liveness, motion]) => gateOf({ rgb, depth, liveness, motion }))
const anyInput = fc
  .record({ rgb: share, depth: share, liveness: share, motion: share }, { requiredKeys: ['rgb'] })
  .map((input) => input as FusionInput)
const anyContext = fc.record(
  { quality: share, depthKind: fc.constantFrom('sensed' as const, 'estimated' as const) },
  { requiredKeys: [] },
)

describe('createAttentionFusion', () => {
  it('is the weighted mean when only the biases are set', () => {
    const gate = gateOf({
      rgb: { bias: Math.log(0.4) },
      depth: { bias: Math.log(0.25) },
      liveness: { bias: Math.log(0.2) },
      motion: { bias: Math.log(0.15) },
    })
    fc.assert(
      fc.property(anyInput, anyContext, (input, context) => {
        const expected = createWeightedFusion().fuse(input)
        const fused = createAttentionFusion({ gate }).fuse(input, context)
        expect(fused.score).toBeCloseTo(expected.score, 9)
        expect(fused.missing).toEqual(expected.missing)
      }),
    )
  })

  it('stays between the lowest and the highest score, and explains itself', () => {
    fc.assert(
      fc.property(anyGate, anyInput, anyContext, (gate, input, context) => {
        const { score, weights, contributions } = createAttentionFusion({ gate }).fuse(input, context)
        const scores = Object.values(input)
        expect(score).toBeGreaterThanOrEqual(Math.min(...scores) - 1e-9)
        expect(score).toBeLessThanOrEqual(Math.max(...scores) + 1e-9)
        const sum = (values: Partial<Record<FusionTerm, number>>) =>
          Object.values(values).reduce((total, value) => total + value, 0)
        expect(sum(weights)).toBeCloseTo(1, 9)
        expect(sum(contributions)).toBeCloseTo(score, 9)
        expect(Object.keys(weights).sort()).toEqual(Object.keys(input).sort())
      }),
    )
  })

  it('never falls when a score rises', () => {
    fc.assert(
      fc.property(anyGate, anyInput, fc.constantFrom(...FUSION_TERMS), share, (gate, input, term, raised) => {
        const before = input[term]
        if (before === undefined || raised <= before) return
        const fusion = createAttentionFusion({ gate })
        const higher = fusion.fuse({ ...input, [term]: raised }).score
        expect(higher).toBeGreaterThanOrEqual(fusion.fuse(input).score - 1e-9)
      }),
      { numRuns: 500 },
    )
  })

  it('never lets estimated depth count more than sensed depth', () => {
    fc.assert(
      fc.property(anyGate, share, share, (gate, rgb, depth) => {
        const fusion = createAttentionFusion({ gate })
        const sensed = fusion.fuse({ rgb, depth }, { depthKind: 'sensed' }).weights.depth!
        expect(fusion.fuse({ rgb, depth }, { depthKind: 'estimated' }).weights.depth!).toBeLessThanOrEqual(
          sensed,
        )
      }),
    )
  })

  it('refuses scores and qualities out of range, and nothing at all', () => {
    const fusion = createAttentionFusion({ gate: gateOf({}) })
    expect(() => fusion.fuse({ rgb: 1.2 })).toThrow('rgb score')
    expect(() => fusion.fuse({ rgb: 0.5 }, { quality: Number.NaN })).toThrow('quality')
    expect(() => fusion.fuse({})).toThrow('No term is present')
  })
})

describe('parseAttentionGate', () => {
  it('names everything that is wrong', () => {
    const gate = gateOf({ rgb: { score: 1.5 }, depth: { estimated: 0.1 }, motion: { bias: Number.NaN } })
    const broken = { ...gate, extra: 1 }
    try {
      parseAttentionGate(broken)
      expect.unreachable()
    } catch (error) {
      expect(ConfigurationError.isInstance(error) && error.issues.map(({ key }) => key)).toEqual([
        'extra',
        'terms.rgb.score',
        'terms.depth.estimated',
        'terms.motion.bias',
      ])
    }
  })

  it.each([null, 'gate', {}, { format: 'v2' }])('refuses %j', (json) => {
    expect(() => parseAttentionGate(json)).toThrow('train-fusion')
  })

  it('takes what it is given back from JSON', () => {
    const gate = gateOf({ rgb: { bias: 0.5 } })
    expect(parseAttentionGate(JSON.parse(JSON.stringify(gate)))).toEqual(gate)
  })
})
