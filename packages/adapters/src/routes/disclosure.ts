import type { FrameReport, LivenessSummary, Reason, ReasonCode, VerificationResult } from '@faceward/spec'
import type { RouteContext } from './route.js'

/** How much this caller is told. With keys, scores are only for the scope scores:read. */
export function disclosureFor({ caller, services }: RouteContext): 'full' | 'decision' {
  const { scoreDisclosure } = services.options.rules
  return scoreDisclosure === 'full' && caller.may('scores:read') ? 'full' : 'decision'
}

// Which of these it was would tell how near a face came: a score in four steps.
const IDENTITY: ReadonlySet<ReasonCode> = new Set([
  'unknown_subject',
  'no_match',
  'similarity_below_floor',
  'score_below_accept',
])
const NO_MATCH: Reason = { code: 'no_match', message: 'The face does not match the template.' }

/** Reasons as this caller may know them: without scores, every identity reason is the same one. */
export function disclosedReasons(
  reasons: readonly Reason[],
  disclosure: 'full' | 'decision',
): readonly Reason[] {
  if (disclosure === 'full') return reasons
  const masked = reasons.map((reason) => (IDENTITY.has(reason.code) ? NO_MATCH : reason))
  return masked.filter(({ code }, index) => masked.findIndex((other) => other.code === code) === index)
}

/** What became of each frame, in codes. */
export function frameOutcomes(frames: readonly FrameReport[], disclosure: 'full' | 'decision') {
  return frames.map(({ index, used, reasons }) => ({
    index,
    used,
    reasons: disclosedReasons(reasons, disclosure).map(({ code }) => code),
  }))
}

/** The score of a liveness that was assessed, null of one that was not. */
export const livenessScore = ({ score }: LivenessSummary): number | null => score ?? null

/** What was made of the challenge, null when none was named. */
export const challengeOutcome = ({ challenge }: LivenessSummary) =>
  challenge ? { status: challenge.status, strength_bits: challenge.strengthBits ?? null } : null

/** What a stranger gained by a request at most; null when nothing was compared, or the model states no rate. */
export const errorRateOf = ({ errorRate }: VerificationResult) =>
  errorRate
    ? {
        comparisons: errorRate.comparisons,
        comparison_fmr: errorRate.comparisonFmr,
        transaction_fmr: errorRate.transactionFmr,
      }
    : null
