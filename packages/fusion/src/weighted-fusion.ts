import { refuseIssues, unknownKeys } from '@faceward/plugin-kit'
import {
  type Fusion,
  FusionError,
  type FusionInput,
  type FusionResult,
  type FusionTerm,
  type FusionWeights,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { DEFAULT_FUSION_WEIGHTS, FUSION_TERMS, parseFusionWeights } from './fusion-weights.js'
import { isShare } from './is-share.js'

/** Options of {@link createWeightedFusion}. */
export interface WeightedFusionOptions {
  /** One weight of at least 0 for each term; default rgb .40, depth .25, liveness .20, motion .15. */
  readonly weights?: FusionWeights
}

/**
 * The weighted mean of the scores that are present.
 *
 * A missing term leaves the others' weights renormalised (rule 4). That is the same as giving it the mean
 * of the others: it neither helps nor harms, so it is never counted as 0 and never as 1. What a missing
 * term costs is assurance, which is the policy's business, not the sum's.
 *
 * @throws ConfigurationError `invalid-options` for unknown keys or weights that are no weights.
 */
export function createWeightedFusion(options: WeightedFusionOptions = {}): Fusion {
  refuseIssues('createWeightedFusion', unknownKeys(options, ['weights']))
  const weights = parseFusionWeights('createWeightedFusion', options.weights ?? DEFAULT_FUSION_WEIGHTS)
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: 'weighted-fusion',
    fuse: (input) => fuse(weights, input),
  }
}

function fuse(weights: FusionWeights, input: FusionInput): FusionResult {
  const present = FUSION_TERMS.filter((term) => input[term] !== undefined)
  for (const term of present) {
    if (!isShare(input[term])) {
      throw new FusionError(`The ${term} score lies outside 0..1.`, { code: 'score-out-of-range' })
    }
  }
  const total = present.reduce((sum, term) => sum + weights[term], 0)
  if (!(total > 0)) {
    throw new FusionError('None of the terms that have a weight is present.', { code: 'nothing-to-fuse' })
  }
  const contributions: Partial<Record<FusionTerm, number>> = {}
  const renormalised: Partial<Record<FusionTerm, number>> = {}
  let score = 0
  for (const term of present) {
    const weight = weights[term] / total
    const contribution = weight * input[term]!
    renormalised[term] = weight
    contributions[term] = contribution
    score += contribution
  }
  return {
    score: withoutRoundingNoise(score),
    contributions,
    weights: renormalised,
    missing: FUSION_TERMS.filter((term) => input[term] === undefined),
  }
}

/** Twelve decimals: a sum that is 0.85 on paper must compare as 0.85 with a threshold. */
function withoutRoundingNoise(score: number): number {
  return Math.min(1, Math.round(score * 1e12) / 1e12)
}
