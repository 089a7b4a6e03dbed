import {
  ASSURANCE_LEVELS,
  type Decision,
  type DecisionInput,
  type DecisionPolicy,
  FusionError,
  type Outcome,
  type Reason,
  type ReasonCode,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { type GatedPolicyOptions, parseGatedPolicyOptions } from './gated-policy-options.js'
import { isShare } from './is-share.js'

type Thresholds = Required<GatedPolicyOptions>

const MESSAGES = {
  presentation_attack: 'The capture shows signs of a presentation attack.',
  liveness_too_low: 'The capture does not look like a live face.',
  liveness_not_assessed: 'Liveness could not be judged from this capture.',
  assurance_too_low: 'The capture does not show as much as is required here.',
  no_match: 'The face does not match the template.',
  similarity_below_floor: 'The face resembles the template, but not closely enough.',
  score_below_accept: 'The scores together are not high enough.',
  match: 'The face matches the template.',
} satisfies Partial<Record<ReasonCode, string>>

/**
 * Gates first, then the fused score (rule 2). A gate can only stop: no weight and no other score makes up
 * for a gate that did not open. In this order, and the first reject is the answer:
 *
 * | what | outcome | reason |
 * |---|---|---|
 * | a cue vetoed | reject | `presentation_attack` |
 * | liveness scored below `minimumLiveness` | reject | `liveness_too_low` |
 * | similarity at or below `rejectThreshold` | reject | `no_match` |
 * | fused score at or below `rejectThreshold` | reject | `score_below_accept` |
 * | liveness not assessed, unless `unassessedLiveness: 'allow'` | re_verify | `liveness_not_assessed` |
 * | assurance below `requireAssurance` | re_verify | `assurance_too_low` |
 * | similarity below `similarityFloor` | re_verify | `similarity_below_floor` |
 * | fused score below `acceptThreshold` | re_verify | `score_below_accept` |
 * | none of these | accept | `match` |
 *
 * A re_verify lists every reason that held it back. Thresholds count as reached: exactly 0.85 accepts,
 * exactly 0.45 rejects. The outcome is monotone: a higher similarity, fused score, liveness or assurance
 * never makes it worse.
 *
 * `decide` throws FusionError `score-out-of-range` when a score is not a number from 0 to 1, or liveness
 * is called scored and has no score.
 *
 * @throws ConfigurationError `invalid-options` naming the keys that are wrong.
 */
export function createGatedPolicy(options: GatedPolicyOptions = {}): DecisionPolicy {
  const thresholds = parseGatedPolicyOptions(options)
  const policyId = describe(thresholds)
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: 'gated-policy',
    acceptSimilarity: thresholds.similarityFloor,
    decide(input) {
      assertScores(input)
      const rejection = firstRejection(thresholds, input)
      if (rejection !== undefined) return decision('reject', [rejection], policyId)
      const held = whatHoldsBack(thresholds, input)
      return held.length > 0 ? decision('re_verify', held, policyId) : decision('accept', ['match'], policyId)
    },
  }
}

type Code = keyof typeof MESSAGES

function firstRejection(thresholds: Thresholds, input: DecisionInput): Code | undefined {
  const { liveness, similarity, fused } = input
  if (liveness.vetoed) return 'presentation_attack'
  if (liveness.status === 'scored' && liveness.score! < thresholds.minimumLiveness) return 'liveness_too_low'
  if (similarity <= thresholds.rejectThreshold) return 'no_match'
  if (fused.score <= thresholds.rejectThreshold) return 'score_below_accept'
  return undefined
}

function whatHoldsBack(thresholds: Thresholds, input: DecisionInput): readonly Code[] {
  const { liveness, similarity, fused } = input
  const codes: Code[] = []
  if (liveness.status === 'not_assessed' && thresholds.unassessedLiveness === 're_verify') {
    codes.push('liveness_not_assessed')
  }
  if (rank(liveness.assurance) < rank(thresholds.requireAssurance)) codes.push('assurance_too_low')
  if (similarity < thresholds.similarityFloor) codes.push('similarity_below_floor')
  if (fused.score < thresholds.acceptThreshold) codes.push('score_below_accept')
  return codes
}

function rank(level: Thresholds['requireAssurance']): number {
  return ASSURANCE_LEVELS.indexOf(level)
}

function decision(outcome: Outcome, codes: readonly Code[], policyId: string): Decision {
  const reasons: readonly Reason[] = codes.map((code) => ({ code, message: MESSAGES[code] }))
  return { outcome, reasons, policyId }
}

/** NaN passes every comparison's wrong side, so it must not get as far as a gate. */
function assertScores(input: DecisionInput): void {
  const { liveness } = input
  const livenessFits = liveness.status === 'not_assessed' || isShare(liveness.score)
  if (isShare(input.similarity) && isShare(input.fused.score) && livenessFits) return
  throw new FusionError('A policy decides on scores from 0 to 1.', { code: 'score-out-of-range' })
}

/** Everything a decision depended on, so that an audit can tell two settings apart. */
function describe(thresholds: Thresholds): string {
  return [
    'gated-v1',
    `accept=${thresholds.acceptThreshold}`,
    `reject=${thresholds.rejectThreshold}`,
    `floor=${thresholds.similarityFloor}`,
    `liveness=${thresholds.minimumLiveness}`,
    `unassessed=${thresholds.unassessedLiveness}`,
    `assurance=${thresholds.requireAssurance}`,
  ].join(';')
}
