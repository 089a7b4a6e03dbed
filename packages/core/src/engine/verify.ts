import type {
  Calibration,
  CallOptions,
  Decision,
  Embedder,
  FaceEmbedding,
  FaceSample,
  FrameReport,
  FusionInput,
  FusionResult,
  LivenessAssessment,
  Outcome,
  Reason,
  Template,
  VerificationRequest,
  VerificationResult,
} from '@faceward/spec'
import type { TemplateVault } from '../templates/template-vault.js'
import { captureGate } from './capture-gate.js'
import { decoyTemplate } from './decoy-template.js'
import { embedColor } from './embed-color.js'
import type { ResolvedEngineOptions } from './engine-options.js'
import type { EngineParts } from './engine-parts.js'
import { frameReport, inOrder } from './frame-report.js'
import { summariseLiveness } from './liveness-summary.js'
import { commonReasons, observeFrames } from './observe-frames.js'
import { isOnePerson } from './one-track.js'
import { reason } from './reasons.js'

/** One frame's comparison with the reference. */
interface Comparison {
  readonly decision: Decision
  readonly similarity: number
  readonly fused: FusionResult
}

const RANK: Readonly<Record<Outcome, number>> = { reject: 0, re_verify: 1, accept: 2 }

/**
 * Verifies a claimed identity: observe, then frame by frame embed, compare, fuse and decide, until one frame
 * is accepted. A claim for an unknown subject runs the same models, so that time tells nothing.
 */
export async function verify(
  parts: EngineParts & { readonly vault: TemplateVault },
  options: ResolvedEngineOptions,
  request: VerificationRequest & { readonly tenantId: string; readonly subject: string },
): Promise<VerificationResult> {
  const call: CallOptions = request.signal === undefined ? {} : { signal: request.signal }
  const observation = await observeFrames(parts, options, request)
  const stored = await parts.vault.load(request.tenantId, request.subject, call)
  const conceals = stored === undefined && request.unknownSubject === 'conceal'
  const reference = conceals
    ? decoyTemplate(embeddersOf(parts), request.subject)
    : stored && usableReference(parts.embedder, stored.template)
  const reports = [...observation.refused]
  let best: Comparison | undefined
  const held = captureGate(observation.liveness, {
    minimumAssurance: request.minimumAssurance,
    minimumLiveness: options.verificationMinimumLiveness,
  })
  for (const observed of observation.samples) {
    request.signal?.throwIfAborted()
    if (held !== undefined) {
      reports.push(frameReport(observed, [held]))
      continue
    }
    if (observed.liveness !== undefined && observed.liveness < options.verificationMinimumLiveness) {
      reports.push(frameReport(observed, [reason('liveness_too_low')]))
      continue
    }
    const rgb = await embedColor(parts.embedder, observed.sample, call)
    const depth = await parts.depthEmbedder?.embed(observed.sample, call)
    if (reference === undefined) {
      reports.push(frameReport(observed, []))
      continue
    }
    const compared = compare(parts, observation.liveness, reference, observed.sample, rgb, depth)
    const kept = conceals ? neverAccepted(compared) : compared
    const comparison =
      compared.decision.outcome === 'accept' &&
      !(await isOnePerson(
        parts,
        observation.samples,
        { sample: observed, rgb },
        options.sessionAgreement,
        call,
      ))
        ? anotherPersons(kept)
        : kept
    reports.push({
      ...frameReport(observed, comparison.decision.reasons, true),
      similarity: comparison.similarity,
    })
    if (best === undefined || isBetter(comparison, best)) best = comparison
    if (best.decision.outcome === 'accept') break
  }
  if (stored !== undefined && best?.decision.outcome === 'accept') {
    await parts.vault.rewrap(request.tenantId, request.subject, stored, call)
  }
  return result(
    parts,
    observation.liveness,
    reports,
    best,
    withoutComparison(
      stored !== undefined || conceals,
      reference !== undefined,
      observation.liveness,
      reports,
    ),
  )
}

const embeddersOf = ({ embedder, depthEmbedder }: EngineParts): readonly Embedder[] =>
  depthEmbedder === undefined ? [embedder] : [embedder, depthEmbedder]

function usableReference(embedder: Embedder, template: Template): Template | undefined {
  const rgb = template.parts.find(({ modality }) => modality === 'rgb')
  return rgb?.modelId === embedder.modelId ? template : undefined
}

/** A decoy that came out as accepted is rejected: nobody is enrolled under that id. */
function neverAccepted(comparison: Comparison): Comparison {
  if (comparison.decision.outcome !== 'accept') return comparison
  const { policyId } = comparison.decision
  return { ...comparison, decision: { outcome: 'reject', reasons: [reason('no_match')], policyId } }
}

/** The face that would be accepted is not that of the rest of the session. */
function anotherPersons(comparison: Comparison): Comparison {
  if (comparison.decision.outcome !== 'accept') return comparison
  const { policyId } = comparison.decision
  return { ...comparison, decision: { outcome: 're_verify', reasons: [reason('face_track_lost')], policyId } }
}

function compare(
  parts: EngineParts,
  liveness: LivenessAssessment,
  reference: Template,
  sample: FaceSample,
  rgb: FaceEmbedding,
  depth: FaceEmbedding | undefined,
): Comparison {
  const similarity = similarityTo(parts, parts.embedder, reference, rgb) as number
  const depthSimilarity =
    depth && parts.depthEmbedder ? similarityTo(parts, parts.depthEmbedder, reference, depth) : undefined
  const input: FusionInput = {
    rgb: similarity,
    ...(depthSimilarity === undefined ? {} : { depth: depthSimilarity }),
    ...(liveness.score === undefined ? {} : { liveness: liveness.score }),
    ...(liveness.motionScore === undefined ? {} : { motion: liveness.motionScore }),
  }
  const fused = parts.fusion.fuse(input, {
    quality: sample.quality.overall,
    ...(sample.alignedDepth ? { depthKind: sample.alignedDepth.kind } : {}),
  })
  return { similarity, fused, decision: parts.policy.decide({ similarity, fused, liveness }) }
}

/** Undefined when the template has no part of that modality and model. */
function similarityTo(
  parts: EngineParts,
  embedder: Embedder,
  reference: Template,
  probe: FaceEmbedding,
): number | undefined {
  const part = reference.parts.find(
    ({ modality, modelId }) => modality === embedder.modality && modelId === embedder.modelId,
  )
  return part && parts.comparator.compare(probe, part, embedder.calibration as Calibration)
}

function isBetter(one: Comparison, other: Comparison): boolean {
  const byOutcome = RANK[one.decision.outcome] - RANK[other.decision.outcome]
  return byOutcome > 0 || (byOutcome === 0 && one.fused.score > other.fused.score)
}

/** The decision when no frame could be compared. */
function withoutComparison(
  isKnown: boolean,
  isComparable: boolean,
  liveness: LivenessAssessment,
  reports: readonly FrameReport[],
): { outcome: Outcome; reasons: readonly Reason[] } {
  if (liveness.vetoed) return { outcome: 'reject', reasons: [reason('presentation_attack')] }
  const reasons = commonReasons(reports)
  if (reasons.some(({ code }) => code === 'liveness_too_low')) return { outcome: 'reject', reasons }
  if (reports.every(({ reasons: own }) => own.length > 0)) return { outcome: 're_verify', reasons }
  if (!isKnown) return { outcome: 'reject', reasons: [reason('unknown_subject')] }
  if (!isComparable) return { outcome: 're_verify', reasons: [reason('template_of_another_model')] }
  return { outcome: 're_verify', reasons }
}

function result(
  parts: EngineParts,
  liveness: LivenessAssessment,
  reports: readonly FrameReport[],
  best: Comparison | undefined,
  otherwise: { outcome: Outcome; reasons: readonly Reason[] },
): VerificationResult {
  const { outcome, reasons } = best?.decision ?? otherwise
  return {
    decision: outcome,
    confidence: best?.fused.score ?? 0,
    message: reasons[0]?.message ?? 'Please try again.',
    match: outcome === 'accept',
    reasons,
    liveness: summariseLiveness(liveness),
    ...(best === undefined ? {} : { similarity: best.similarity, fusionScore: best.fused.score }),
    contributions: best?.fused.contributions ?? {},
    assurance: liveness.assurance,
    policyId: best?.decision.policyId ?? parts.policy.id,
    frames: inOrder(reports),
  }
}
