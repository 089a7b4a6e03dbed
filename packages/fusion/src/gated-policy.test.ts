import { ASSURANCE_LEVELS, type DecisionInput, FusionError, type Outcome } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGatedPolicy } from './gated-policy.js'
import { createWeightedFusion } from './weighted-fusion.js'

interface Case {
  readonly similarity?: number
  readonly fused?: number
  /** `undefined` = not assessed. */
  readonly liveness?: number | undefined
  readonly vetoed?: boolean
  readonly assurance?: DecisionInput['liveness']['assurance']
}

function input(of: Case): DecisionInput {
  const score = 'liveness' in of ? of.liveness : 0.9
  return {
    similarity: of.similarity ?? 0.95,
    fused: { score: of.fused ?? 0.95, contributions: {}, weights: {}, missing: [] },
    liveness: {
      ...(score === undefined ? { status: 'not_assessed' } : { status: 'scored', score }),
      vetoed: of.vetoed ?? false,
      assurance: of.assurance ?? 'sequence',
    },
  }
}

const policy = createGatedPolicy()
const decide = (of: Case, decider = policy) => decider.decide(input(of))
const codes = (of: Case, decider = policy) => decide(of, decider).reasons.map((reason) => reason.code)
const RANK: Record<Outcome, number> = { reject: 0, re_verify: 1, accept: 2 }

const share = fc.double({ min: 0, max: 1, noNaN: true })
const assurance = fc.constantFrom(...ASSURANCE_LEVELS)
const weight = fc.double({ min: 0.01, max: 100, noNaN: true })
const weights = fc.record({ rgb: weight, depth: weight, liveness: weight, motion: weight })

describe('createGatedPolicy', () => {
  it('accepts a live face that matches', () => {
    expect(decide({})).toMatchObject({ outcome: 'accept', reasons: [{ code: 'match' }] })
  })

  it.each<[string, Outcome, readonly string[], Case]>([
    ['a veto', 'reject', ['presentation_attack'], { vetoed: true }],
    [
      'a veto where nothing else was assessed',
      'reject',
      ['presentation_attack'],
      { vetoed: true, liveness: undefined },
    ],
    ['a veto and a stranger', 'reject', ['presentation_attack'], { vetoed: true, similarity: 0.1 }],
    ['liveness below the minimum', 'reject', ['liveness_too_low'], { liveness: 0.39 }],
    ['liveness at the minimum', 'accept', ['match'], { liveness: 0.4 }],
    ['a stranger', 'reject', ['no_match'], { similarity: 0.2 }],
    [
      'a stranger whose liveness is unknown',
      'reject',
      ['no_match'],
      { similarity: 0.2, liveness: undefined },
    ],
    ['similarity exactly at the reject threshold', 'reject', ['no_match'], { similarity: 0.45 }],
    ['similarity just above it', 're_verify', ['similarity_below_floor'], { similarity: 0.4500001 }],
    ['similarity just below the floor', 're_verify', ['similarity_below_floor'], { similarity: 0.8499999 }],
    ['similarity exactly at the floor', 'accept', ['match'], { similarity: 0.85 }],
    ['a fused score exactly at the reject threshold', 'reject', ['score_below_accept'], { fused: 0.45 }],
    ['a fused score in between', 're_verify', ['score_below_accept'], { fused: 0.8 }],
    ['a fused score exactly at the accept threshold', 'accept', ['match'], { fused: 0.85 }],
    ['liveness that nobody could judge', 're_verify', ['liveness_not_assessed'], { liveness: undefined }],
  ])('%s: %s', (_, outcome, reasons, of) => {
    expect(decide(of).outcome).toBe(outcome)
    expect(codes(of)).toEqual(reasons)
  })

  it('lets unassessed liveness pass only when told so', () => {
    const lenient = createGatedPolicy({ unassessedLiveness: 'allow' })
    expect(decide({ liveness: undefined }, lenient).outcome).toBe('accept')
    expect(decide({ liveness: 0.1 }, lenient).outcome).toBe('reject')
  })

  it('asks again below the required assurance, and not at it or above', () => {
    const strict = createGatedPolicy({ requireAssurance: 'challenge' })
    const outcomes = ASSURANCE_LEVELS.map((level) => decide({ assurance: level }, strict).outcome)
    expect(outcomes).toEqual(['re_verify', 're_verify', 're_verify', 'accept', 'accept'])
    expect(codes({ assurance: 'stills' }, strict)).toEqual(['assurance_too_low'])
  })

  it('gives every reason that held an accept back', () => {
    const strict = createGatedPolicy({ requireAssurance: 'challenge' })
    expect(codes({ similarity: 0.6, fused: 0.6, liveness: undefined }, strict)).toEqual([
      'liveness_not_assessed',
      'assurance_too_low',
      'similarity_below_floor',
      'score_below_accept',
    ])
  })

  it('accepts with a lower floor only where the fused score carries it', () => {
    const lower = createGatedPolicy({ similarityFloor: 0.7 })
    expect(decide({ similarity: 0.75, fused: 0.86 }, lower).outcome).toBe('accept')
    expect(decide({ similarity: 0.75, fused: 0.84 }, lower).outcome).toBe('re_verify')
    expect(decide({ similarity: 0.69, fused: 0.99 }, lower).outcome).toBe('re_verify')
  })

  it('names its thresholds in the policy id, so that two settings are told apart', () => {
    expect(decide({}).policyId).toBe(
      'gated-v1;accept=0.85;reject=0.45;floor=0.85;liveness=0.4;unassessed=re_verify;assurance=none',
    )
    const changes = [
      { acceptThreshold: 0.8, similarityFloor: 0.85 },
      { rejectThreshold: 0.4 },
      { similarityFloor: 0.8 },
      { minimumLiveness: 0.5 },
      { unassessedLiveness: 'allow' },
      { requireAssurance: 'stills' },
    ] as const
    const ids = [{}, ...changes].map((options) => decide({}, createGatedPolicy(options)).policyId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it.each([
    { similarity: Number.NaN },
    { similarity: 1.2 },
    { fused: -0.1 },
    { fused: Number.NaN },
    { liveness: Number.NaN },
  ])('refuses to decide on %o', (of) => {
    expect(() => decide(of)).toThrow(FusionError)
  })

  it('refuses liveness that is called scored and has no score', () => {
    const broken = input({})
    const liveness = { status: 'scored', vetoed: false, assurance: 'sequence' } as const
    expect(() => policy.decide({ ...broken, liveness })).toThrow(FusionError)
  })

  it('keeps measured values out of its words', () => {
    fc.assert(
      fc.property(share, share, share, (similarity, fused, liveness) => {
        for (const { message } of decide({ similarity, fused, liveness }).reasons) {
          expect(message).not.toMatch(/[0-9]/)
        }
      }),
    )
  })
})

describe('the gates, whatever the numbers', () => {
  it('is monotone: no score makes the outcome worse by rising', () => {
    const scores = fc.record({ similarity: share, fused: share, liveness: share, assurance })
    fc.assert(
      fc.property(scores, share, assurance, assurance, (low, other, better, required) => {
        const decider = createGatedPolicy({ requireAssurance: required })
        const before = RANK[decide(low, decider).outcome]
        const up = (value: number) => Math.max(value, other)
        const higherAssurance =
          ASSURANCE_LEVELS[
            Math.max(ASSURANCE_LEVELS.indexOf(better), ASSURANCE_LEVELS.indexOf(low.assurance))
          ]!
        for (const raised of [
          { ...low, similarity: up(low.similarity) },
          { ...low, fused: up(low.fused) },
          { ...low, liveness: up(low.liveness) },
          { ...low, assurance: higherAssurance },
        ]) {
          expect(RANK[decide(raised, decider).outcome]).toBeGreaterThanOrEqual(before)
        }
      }),
    )
  })

  it('never accepts a live stranger, whatever the weights and the other scores', () => {
    const stranger = fc.double({ min: 0, max: 0.85, maxExcluded: true, noNaN: true })
    fc.assert(
      fc.property(weights, stranger, share, share, share, (given, rgb, depth, liveness, motion) => {
        const fused = createWeightedFusion({ weights: given }).fuse({ rgb, depth, liveness, motion })
        const { outcome } = policy.decide({ ...input({ similarity: rgb, liveness }), fused })
        expect(outcome).not.toBe('accept')
        if (rgb <= 0.45) expect(outcome).toBe('reject')
      }),
    )
  })

  it('never lets a spoof by, however similar and however weighted', () => {
    const spoof = fc.double({ min: 0, max: 0.4, maxExcluded: true, noNaN: true })
    fc.assert(
      fc.property(
        weights,
        share,
        share,
        spoof,
        share,
        fc.boolean(),
        (given, rgb, depth, low, motion, vetoed) => {
          const liveness = vetoed ? motion : low
          const fused = createWeightedFusion({ weights: given }).fuse({ rgb, depth, liveness, motion })
          const { outcome } = policy.decide({ ...input({ similarity: rgb, liveness, vetoed }), fused })
          expect(outcome).toBe('reject')
        },
      ),
    )
  })

  it('would let both by if the sum alone decided: the gates are what stops them', () => {
    const fusion = createWeightedFusion({ weights: { rgb: 0.1, depth: 0.3, liveness: 0.3, motion: 0.3 } })
    const liveStranger = fusion.fuse({ rgb: 0.1, depth: 0.95, liveness: 0.99, motion: 0.99 })
    const replay = createWeightedFusion().fuse({ rgb: 1, depth: 0.99, liveness: 0.39, motion: 0.9 })
    expect(liveStranger.score).toBeGreaterThanOrEqual(0.85)
    expect(replay.score).toBeGreaterThanOrEqual(0.85)
    expect(
      policy.decide({ ...input({ similarity: 0.1, liveness: 0.99 }), fused: liveStranger }).outcome,
    ).toBe('reject')
    expect(policy.decide({ ...input({ similarity: 1, liveness: 0.39 }), fused: replay }).outcome).toBe(
      'reject',
    )
  })
})

describe('evidence that is withheld', () => {
  const scored = fc.record({ rgb: share, depth: share, liveness: share, motion: share })
  const fusion = createWeightedFusion()

  it('never yields accept by leaving liveness out', () => {
    fc.assert(
      fc.property(scored, assurance, ({ liveness: _, ...rest }, level) => {
        const without = { ...input({ similarity: rest.rgb, liveness: undefined, assurance: level }) }
        expect(policy.decide({ ...without, fused: fusion.fuse(rest) }).outcome).not.toBe('accept')
      }),
    )
  })

  it('never yields accept that the similarity by itself would not carry', () => {
    fc.assert(
      fc.property(scored, fc.subarray(['depth', 'motion'] as const), (scores, left) => {
        const present = Object.fromEntries(
          Object.entries(scores).filter(([term]) => !(left as readonly string[]).includes(term)),
        )
        const given = {
          ...input({ similarity: scores.rgb, liveness: scores.liveness }),
          fused: fusion.fuse(present),
        }
        if (policy.decide(given).outcome === 'accept') {
          expect(
            decide({ similarity: scores.rgb, fused: scores.rgb, liveness: scores.liveness }).outcome,
          ).toBe('accept')
        }
      }),
    )
  })

  it('can raise the fused score by leaving a low depth score out, which only the required assurance stops', () => {
    const low = { rgb: 0.95, depth: 0.3, liveness: 0.9, motion: 0.9 }
    const { depth: _, ...withheld } = low
    const show = (decider: typeof policy, scores: object, level: DecisionInput['liveness']['assurance']) =>
      decider.decide({ ...input({ similarity: 0.95, assurance: level }), fused: fusion.fuse(scores) }).outcome
    expect(show(policy, low, 'sensed-depth')).toBe('re_verify')
    expect(show(policy, withheld, 'sequence')).toBe('accept')
    const strict = createGatedPolicy({ requireAssurance: 'sensed-depth' })
    expect(show(strict, withheld, 'sequence')).toBe('re_verify')
  })
})
