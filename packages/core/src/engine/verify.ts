import type {
  CallOptions,
  FrameReport,
  LivenessAssessment,
  Outcome,
  Reason,
  TransactionErrorRate,
  VerificationRequest,
  VerificationResult,
} from '@faceward/spec'
import type { TemplateVault } from '../templates/template-vault.js'
import { attackReason, captureGate, heldOutcome } from './capture-gate.js'
import { type Comparison, compare, isComparable } from './comparison.js'
import type { Decoys } from './decoys.js'
import type { ResolvedEngineOptions } from './engine-options.js'
import type { EngineParts } from './engine-parts.js'
import { createFaceEmbeddings } from './face-embeddings.js'
import { frameReport, inOrder } from './frame-report.js'
import { summariseLiveness } from './liveness-summary.js'
import { commonReasons, type ObservedSample, observeFrames } from './observe-frames.js'
import { answeredInPerson, samplesOfOthers } from './one-person.js'
import { reason } from './reasons.js'
import { planTransaction } from './transaction.js'

/** What a verification came to. */
interface Verdict {
  readonly outcome: Outcome
  readonly reasons: readonly Reason[]
  readonly comparison?: Comparison
  readonly errorRate?: TransactionErrorRate | undefined
}

/**
 * Verifies a claimed identity, as one attempt of one person: observe; skip what is not live; make sure that the rest
 * shows one person; then compare, fuse, decide and stop at accept: the best frame alone where that costs next to
 * nothing of the FMR, and the best frames joined to one comparison. A claim for an unknown subject runs the same
 * models, so that time tells nothing.
 */
export async function verify(
  parts: EngineParts & { readonly vault: TemplateVault; readonly decoys: Decoys },
  options: ResolvedEngineOptions,
  request: VerificationRequest & { readonly tenantId: string; readonly subject: string },
): Promise<VerificationResult> {
  const call: CallOptions = request.signal === undefined ? {} : { signal: request.signal }
  const observation = await observeFrames(parts, options, request)
  const { liveness } = observation
  const reports = [...observation.refused]
  const report = (samples: readonly ObservedSample[], ...reasons: Reason[]) => {
    for (const sample of samples) reports.push(frameReport(sample, reasons))
  }
  const answer = (verdict: Verdict) => result(parts, request, liveness, reports, verdict)
  const stored = await parts.vault.load(request.tenantId, request.subject, call)
  const conceals = request.unknownSubject === 'conceal'
  // Made for known subjects too, so that time tells nothing.
  const decoy = conceals ? await parts.decoys.of(request.tenantId, request.subject, call) : undefined
  const reference = stored === undefined ? decoy : stored.template

  const minimumLiveness = options.verificationMinimumLiveness
  const held = captureGate(liveness, { ...request, minimumLiveness })
  if (held !== undefined && observation.samples.length > 0) {
    report(observation.samples, held)
    return answer({ outcome: heldOutcome([held]), reasons: [held] })
  }

  const isLive = (sample: ObservedSample) => (sample.liveness ?? 1) >= minimumLiveness
  const live = observation.samples.filter(isLive)
  report(
    observation.samples.filter((sample) => !isLive(sample)),
    reason('liveness_too_low'),
  )
  if (live.length === 0) {
    const reasons = commonReasons(reports)
    return answer({ outcome: heldOutcome(reasons), reasons })
  }

  const { steps, errorRate } = planTransaction(parts, live)
  const compared = steps.at(-1)?.samples ?? []
  const embeddings = createFaceEmbeddings(parts, call)
  const least = { similarity: options.sessionAgreement, challengeSimilarity: options.challengeAgreement }
  const others = await samplesOfOthers(parts, observation, compared, least, embeddings)
  if (others.length > 0) {
    const why = attackReason(liveness, minimumLiveness) ?? disagreement(others)
    report(live.filter((sample) => !others.includes(sample)))
    report(others.filter(isLive), why)
    return answer({ outcome: heldOutcome([why]), reasons: [why] })
  }
  if (reference === undefined || !isComparable(parts.embedder, reference)) {
    report(live)
    return answer(notComparable(liveness, minimumLiveness, reference !== undefined))
  }

  let comparison: Comparison | undefined
  for (const { samples, leastSimilarity } of steps) {
    comparison = compare(parts, liveness, reference, await embeddings.all(samples))
    if (comparison.decision.outcome === 'accept' && comparison.similarity >= leastSimilarity) break
  }
  const { decision, samples, similarities } = comparison!
  const { templateAgreement } = options
  if (
    decision.outcome === 'accept' &&
    !(await answeredInPerson(parts, observation, reference, templateAgreement, embeddings))
  ) {
    const why = reason('face_track_lost')
    report(live, why)
    return answer({ outcome: heldOutcome([why]), reasons: [why], errorRate })
  }
  // Nobody is enrolled under a decoy's id.
  const isFalse = stored === undefined && decision.outcome === 'accept'
  const outcome = isFalse ? 'reject' : decision.outcome
  const reasons = isFalse ? [reason('no_match')] : decision.reasons
  samples.forEach((sample, at) => {
    reports.push({ ...frameReport(sample, reasons, true), similarity: similarities[at]! })
  })
  report(live.filter(({ index }) => !samples.some((sample) => sample.index === index)))
  if (stored !== undefined && outcome === 'accept') {
    await parts.vault.rewrap(request.tenantId, request.subject, stored, call)
  }
  return answer({ outcome, reasons, errorRate, comparison: comparison! })
}

/** Why samples that show somebody else end a verification. */
function disagreement(others: readonly ObservedSample[]): Reason {
  const areStills = others.every(({ sample }) => sample.frame.source.kind === 'still')
  return reason(areStills ? 'samples_disagree' : 'face_track_lost')
}

function notComparable(liveness: LivenessAssessment, minimumLiveness: number, isKnown: boolean): Verdict {
  const why =
    attackReason(liveness, minimumLiveness) ??
    reason(isKnown ? 'template_of_another_model' : 'unknown_subject')
  return { outcome: isKnown ? heldOutcome([why]) : 'reject', reasons: [why] }
}

function result(
  parts: EngineParts,
  request: VerificationRequest,
  liveness: LivenessAssessment,
  reports: readonly FrameReport[],
  { outcome, reasons, comparison, errorRate }: Verdict,
): VerificationResult {
  const { similarity, fused, decision } = comparison ?? {}
  return {
    decision: outcome,
    confidence: fused?.score ?? 0,
    message: reasons[0]?.message ?? 'Please try again.',
    match: outcome === 'accept',
    reasons,
    liveness: summariseLiveness(liveness, request.challenge),
    ...(similarity === undefined ? {} : { similarity }),
    ...(fused === undefined ? {} : { fusionScore: fused.score }),
    contributions: fused?.contributions ?? {},
    assurance: liveness.assurance,
    policyId: decision?.policyId ?? parts.policy.id,
    ...(errorRate === undefined ? {} : { errorRate }),
    frames: inOrder(reports),
  }
}
