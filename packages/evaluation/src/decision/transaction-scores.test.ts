import { createGatedPolicy, createWeightedFusion } from '@faceward/fusion'
import { ASSURANCE_LEVELS } from '@faceward/spec'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Attempt } from './transaction.js'
import { acceptScore, rejectScore } from './transaction-scores.js'
import { weightedScore } from './weight-candidates.js'

const share = fc.integer({ min: 0, max: 100 }).map((n) => n / 100)
const anyAttempt = fc.record(
  {
    terms: fc.record({ rgb: share, depth: share, liveness: share, motion: share }, { requiredKeys: ['rgb'] }),
    stopped: fc.constantFrom('reject' as const, 're_verify' as const),
    assurance: fc.constantFrom(...ASSURANCE_LEVELS),
  },
  { requiredKeys: ['terms', 'assurance'] },
) as fc.Arbitrary<Attempt>
const weights = fc.record({
  rgb: fc.integer({ min: 1, max: 9 }),
  depth: fc.nat(9),
  liveness: fc.nat(9),
  motion: fc.nat(9),
})

describe('acceptScore and rejectScore', () => {
  it('accept and reject exactly what the engine policy does, at every threshold and gate', () => {
    fc.assert(
      fc.property(
        fc.array(anyAttempt, { minLength: 1, maxLength: 6 }),
        weights,
        fc.integer({ min: 20, max: 100 }).map((n) => n / 100),
        fc.constantFrom('re_verify' as const, 'allow' as const),
        fc.constantFrom(...ASSURANCE_LEVELS),
        fc.integer({ min: 0, max: 19 }).map((n) => n / 100),
        (attempts, given, acceptThreshold, unassessedLiveness, requireAssurance, rejectThreshold) => {
          const policy = createGatedPolicy({
            acceptThreshold,
            rejectThreshold,
            unassessedLiveness,
            requireAssurance,
          })
          const fusion = createWeightedFusion({ weights: given })
          const outcomes = attempts.slice(0, 3).map(({ terms, stopped, assurance }) => {
            // Nothing was compared: the policy is not asked.
            if (stopped === 're_verify') return 're_verify'
            const { liveness } = terms
            const decision = policy.decide({
              similarity: terms.rgb,
              fused: fusion.fuse(terms),
              liveness: {
                status: liveness === undefined ? 'not_assessed' : 'scored',
                ...(liveness === undefined ? {} : { score: liveness }),
                vetoed: stopped === 'reject',
                assurance,
              },
            })
            return decision.outcome
          })
          const transaction = { kind: 'mated', subject: 'a', attempts } as const
          const gates = { minimumLiveness: 0.4, unassessedLiveness, requireAssurance, mostAttempts: 3 }
          const fuse = (attempt: Attempt) => weightedScore(given, attempt)
          expect(acceptScore(transaction, gates, fuse) >= acceptThreshold).toBe(outcomes.includes('accept'))
          expect(rejectScore(transaction, gates, fuse) <= rejectThreshold).toBe(
            outcomes.every((outcome) => outcome === 'reject'),
          )
        },
      ),
      { numRuns: 500 },
    )
  })
})
