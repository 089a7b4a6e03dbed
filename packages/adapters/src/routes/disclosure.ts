import type {
  AssuranceLevel,
  FrameReport,
  LivenessSummary,
  Reason,
  ReasonCode,
  VerificationResult,
} from '@faceward/spec'
import type { RouteContext } from './route.js'

/** How much this caller is told. With keys, scores are only for the scope scores:read. */
function disclosureFor({ caller, services }: RouteContext): 'full' | 'decision' {
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

/** What enrolment and verification say of the faces they were given. */
interface FacesResult {
  readonly message: string
  readonly reasons: readonly Reason[]
  readonly confidence: number
  readonly liveness: LivenessSummary
  readonly frames: readonly FrameReport[]
}

/** What every answer to faces has, as this caller may know it. */
export function facesAnswer(context: RouteContext, result: FacesResult, assurance: AssuranceLevel) {
  const disclosure = disclosureFor(context)
  const { challenge, score } = result.liveness
  return {
    message: result.message,
    reasons: [...disclosedReasons(result.reasons, disclosure)],
    assurance,
    challenge: challenge
      ? { status: challenge.status, strength_bits: challenge.strengthBits ?? null }
      : // None was named.
        null,
    frames: frameOutcomes(result.frames, disclosure),
    score_disclosure: disclosure,
    // A liveness that was not assessed has no score.
    ...(disclosure === 'full' ? { confidence: result.confidence, liveness_score: score ?? null } : {}),
  }
}

/** What became of each frame, in codes. */
function frameOutcomes(frames: readonly FrameReport[], disclosure: 'full' | 'decision') {
  return frames.map(({ index, used, reasons }) => ({
    index,
    used,
    reasons: disclosedReasons(reasons, disclosure).map(({ code }) => code),
  }))
}

/** What a stranger gained by a request at most; null when nothing was compared, or the model states no rate. */
export const errorRateOf = ({ errorRate }: VerificationResult) =>
  errorRate
    ? {
        comparisons: errorRate.comparisons,
        comparison_fmr: errorRate.comparisonFmr,
        transaction_fmr: errorRate.transactionFmr,
      }
    : null
