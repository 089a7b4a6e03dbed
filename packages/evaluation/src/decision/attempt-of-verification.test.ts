import { createWeightedFusion, DEFAULT_FUSION_WEIGHTS } from '@faceward/fusion'
import type { FusionInput, VerificationResult } from '@faceward/spec'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attemptOfVerification } from './attempt-of-verification.js'

const weights = DEFAULT_FUSION_WEIGHTS

function verification(input: FusionInput | undefined, codes: readonly string[] = []): VerificationResult {
  const fused = input && createWeightedFusion({ weights }).fuse(input)
  return {
    decision: 'reject',
    confidence: 0,
    message: '',
    match: false,
    reasons: codes.map((code) => ({ code, message: '' })) as unknown as VerificationResult['reasons'],
    liveness: {
      status: input?.liveness === undefined ? 'not_assessed' : 'scored',
      ...(input?.liveness === undefined ? {} : { score: input.liveness }),
      assurance: 'sequence',
      cues: [],
    },
    ...(fused ? { similarity: input!.rgb!, fusionScore: fused.score } : {}),
    contributions: fused?.contributions ?? {},
    assurance: 'sequence',
    policyId: 'p',
    frames: [],
  }
}

describe('attemptOfVerification', () => {
  it('gets back every score that was fused', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    const inputs = fc.record(
      { rgb: share, depth: share, liveness: share, motion: share },
      { requiredKeys: ['rgb'] },
    )
    fc.assert(
      fc.property(inputs, (input) => {
        const { terms, stopped } = attemptOfVerification(verification(input as FusionInput), weights)
        expect(stopped).toBeUndefined()
        expect(Object.keys(terms).sort()).toEqual(Object.keys(input).sort())
        for (const [term, score] of Object.entries(input)) {
          expect(terms[term as keyof typeof terms]).toBeCloseTo(score!, 9)
        }
      }),
    )
  })

  it('keeps a veto, and the answer where nothing was compared', () => {
    expect(attemptOfVerification(verification({ rgb: 0.9 }, ['presentation_attack']), weights).stopped).toBe(
      'reject',
    )
    const notCompared = verification(undefined, ['no_face'])
    expect(attemptOfVerification(notCompared, weights)).toEqual({
      terms: { rgb: 0 },
      stopped: 'reject',
      assurance: 'sequence',
    })
    expect(attemptOfVerification({ ...notCompared, decision: 're_verify' }, weights).stopped).toBe(
      're_verify',
    )
  })
})
