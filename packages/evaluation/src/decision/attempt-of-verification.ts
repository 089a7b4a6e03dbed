import { FUSION_TERMS } from '@faceward/fusion'
import type { FusionTerm, FusionWeights, VerificationResult } from '@faceward/spec'
import type { Attempt } from './transaction.js'

/**
 * What a verification by an engine with fixed weights showed, as an attempt to tune on. The terms are got back
 * from their contributions, which are renormalised weight times score. A verification that was stopped before
 * anything was compared keeps its answer, so that no threshold can change it.
 */
export function attemptOfVerification(result: VerificationResult, weights: FusionWeights): Attempt {
  const { assurance, contributions, liveness, similarity } = result
  if (similarity === undefined) {
    const stopped = result.decision === 'reject' ? ('reject' as const) : ('re_verify' as const)
    return { terms: { rgb: 0 }, stopped, assurance }
  }
  const present = FUSION_TERMS.filter((term) => contributions[term] !== undefined)
  const total = present.reduce((sum, term) => sum + weights[term], 0)
  const scoreOf = (term: FusionTerm): number | undefined => {
    const contribution = contributions[term]
    if (contribution === undefined || weights[term] === 0) return undefined
    // Rounding may push a score of 1 a little past it.
    return Math.min(1, Math.max(0, (contribution * total) / weights[term]))
  }
  const depth = scoreOf('depth')
  const motion = scoreOf('motion')
  const vetoed = result.reasons.some(({ code }) => code === 'presentation_attack')
  return {
    terms: {
      rgb: similarity,
      ...(depth === undefined ? {} : { depth }),
      ...(liveness.score === undefined ? {} : { liveness: liveness.score }),
      ...(motion === undefined ? {} : { motion }),
    },
    ...(vetoed ? { stopped: 'reject' as const } : {}),
    assurance,
  }
}
