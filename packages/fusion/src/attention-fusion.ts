import { refuseIssues, unknownKeys } from '@faceward/plugin-kit'
import { type Fusion, FusionError, type FusionTerm, SPECIFICATION_VERSION } from '@faceward/spec'
import { type AttentionGate, attentionWeights, parseAttentionGate } from './attention-gate.js'
import { FUSION_TERMS } from './fusion-weights.js'
import { isShare } from './is-share.js'

/** Options of {@link createAttentionFusion}. */
export interface AttentionFusionOptions {
  /** As `faceward train-fusion` writes it. */
  readonly gate: AttentionGate
}

/**
 * A mean of the scores whose weights a small learned gate chooses anew for every comparison, from the scores
 * themselves, the sample's quality and where its depth came from. It stands behind the same gates as fixed
 * weights, its result lies between the lowest and the highest score, never falls when a score rises, and says
 * which term counted how much. A missing term has no share (rule 4).
 *
 * `fuse` throws FusionError `score-out-of-range`, and `nothing-to-fuse` when no term is present.
 * @throws ConfigurationError `invalid-options` naming what is wrong with the gate.
 */
export function createAttentionFusion(options: AttentionFusionOptions): Fusion {
  refuseIssues('createAttentionFusion', unknownKeys(options, ['gate']))
  const gate = parseAttentionGate(options.gate)
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: 'attention-fusion',
    fuse(input, context = {}) {
      const present = FUSION_TERMS.filter((term) => input[term] !== undefined)
      for (const term of present) {
        if (!isShare(input[term])) {
          throw new FusionError(`The ${term} score lies outside 0..1.`, { code: 'score-out-of-range' })
        }
      }
      if (present.length === 0) {
        throw new FusionError('No term is present.', { code: 'nothing-to-fuse' })
      }
      if (context.quality !== undefined && !isShare(context.quality)) {
        throw new FusionError('The quality lies outside 0..1.', { code: 'score-out-of-range' })
      }
      const weights = attentionWeights(gate, input, context)
      const contributions: Partial<Record<FusionTerm, number>> = {}
      let score = 0
      for (const term of present) {
        const contribution = weights[term]! * input[term]!
        contributions[term] = contribution
        score += contribution
      }
      return {
        // Twelve decimals, as fixed weights have it: 0.85 on paper compares as 0.85.
        score: Math.min(1, Math.round(score * 1e12) / 1e12),
        contributions,
        weights,
        missing: FUSION_TERMS.filter((term) => input[term] === undefined),
      }
    },
  }
}
