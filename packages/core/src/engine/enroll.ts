import {
  type Calibration,
  type CallOptions,
  type Embedder,
  type EnrolmentRequest,
  type EnrolmentResult,
  type FaceEmbedding,
  type LivenessAssessment,
  type Reason,
  StorageError,
  type Template,
  type TemplatePart,
} from '@faceward/spec'
import type { TemplateVault } from '../templates/template-vault.js'
import { captureGate } from './capture-gate.js'
import { embedColor } from './embed-color.js'
import type { ResolvedEngineOptions } from './engine-options.js'
import type { EngineParts } from './engine-parts.js'
import { frameReport, inOrder } from './frame-report.js'
import { summariseLiveness } from './liveness-summary.js'
import { commonReasons, type ObservedSample, observeFrames } from './observe-frames.js'
import { reason } from './reasons.js'

interface EnrolledSample extends ObservedSample {
  readonly rgb: FaceEmbedding
  readonly depth?: FaceEmbedding
}

/** Enrols a subject: observe, check liveness, embed, check agreement, aggregate, seal, store. */
export async function enroll(
  parts: EngineParts & { readonly vault: TemplateVault },
  options: ResolvedEngineOptions,
  request: EnrolmentRequest & { readonly tenantId: string; readonly subject: string },
): Promise<EnrolmentResult> {
  const call: CallOptions = request.signal === undefined ? {} : { signal: request.signal }
  const observation = await observeFrames(parts, options, request)
  const { liveness } = observation
  const reports = [...observation.refused]
  const refuse = (reasons: readonly Reason[]): EnrolmentResult => ({
    decision: 'refused',
    confidence: 0,
    message: reasons[0]?.message ?? 'Not enrolled.',
    reasons,
    liveness: summariseLiveness(liveness),
    frames: inOrder(reports),
  })
  const unused = (samples: readonly ObservedSample[], why: Reason) => {
    for (const sample of samples) reports.push(frameReport(sample, [why]))
  }

  // Where there is no sample, that there are too few says more.
  const gate = observation.samples.length === 0 ? undefined : livenessGate(liveness, options, request)
  if (gate !== undefined) {
    unused(observation.samples, gate)
    return refuse([gate])
  }
  const live: ObservedSample[] = []
  for (const sample of observation.samples) {
    if (sample.liveness !== undefined && sample.liveness < options.enrollmentMinimumLiveness)
      unused([sample], reason('liveness_too_low'))
    else live.push(sample)
  }
  if (live.length < options.enrollmentMinSamples) {
    for (const sample of live) reports.push(frameReport(sample, []))
    const tooFew = reason(
      'too_few_samples',
      `${live.length} of the pictures are usable; ${options.enrollmentMinSamples} are needed.`,
    )
    return refuse([tooFew, ...commonReasons(reports)])
  }

  const expectedRevision = await parts.vault.revision(request.tenantId, request.subject, call)
  if (expectedRevision > 0 && request.replace === undefined) {
    unused(live, reason('already_enrolled'))
    return refuse([reason('already_enrolled')])
  }

  const samples: EnrolledSample[] = []
  for (const sample of live) samples.push(await embedSample(parts, sample, call))
  const agreement = samples.map((sample, i) => agreementWithOthers(parts, samples, i, sample))
  const disagreeing = samples.filter((_, i) => (agreement[i] ?? 1) < options.enrollmentAgreement)
  if (disagreeing.length > 0) {
    const why = reason('samples_disagree')
    for (const sample of samples) reports.push(frameReport(sample, disagreeing.includes(sample) ? [why] : []))
    return refuse([why])
  }

  const template = makeTemplate(parts, request, samples, liveness.assurance)
  try {
    await parts.vault.save(request.tenantId, request.subject, template, expectedRevision, call)
  } catch (error) {
    // Another enrolment of this subject was first; for the caller that is as if it had always been there.
    const overtaken =
      StorageError.isInstance(error) && error.code === 'conflict' && request.replace === undefined
    if (!overtaken) throw error
    unused(live, reason('already_enrolled'))
    return refuse([reason('already_enrolled')])
  }
  for (const sample of samples) reports.push(frameReport(sample, [], true))
  const confidence = agreement.reduce((sum, value) => sum + value, 0) / agreement.length
  return {
    decision: 'enrolled',
    confidence,
    message: `Enrolled from ${samples.length} pictures.`,
    reasons: [reason('enrolled')],
    liveness: summariseLiveness(liveness),
    frames: inOrder(reports),
  }
}

function livenessGate(
  liveness: LivenessAssessment,
  options: ResolvedEngineOptions,
  { minimumAssurance }: EnrolmentRequest,
): Reason | undefined {
  if (liveness.vetoed) return reason('presentation_attack')
  const minimumLiveness = options.enrollmentMinimumLiveness
  const held = captureGate(liveness, { minimumAssurance, minimumLiveness })
  if (held !== undefined) return held
  if (liveness.score !== undefined && liveness.score < minimumLiveness) return reason('liveness_too_low')
  if (liveness.status === 'not_assessed' && options.unassessedLiveness === 'refuse')
    return reason('liveness_not_assessed')
  return undefined
}

async function embedSample(
  parts: EngineParts,
  sample: ObservedSample,
  call: CallOptions,
): Promise<EnrolledSample> {
  const rgb = await embedColor(parts.embedder, sample.sample, call)
  const depth = await parts.depthEmbedder?.embed(sample.sample, call)
  return { ...sample, rgb, ...(depth === undefined ? {} : { depth }) }
}

/** Similarity of one sample with the reference that the others would make; 1 when it stands alone. */
function agreementWithOthers(
  parts: EngineParts,
  samples: readonly EnrolledSample[],
  index: number,
  sample: EnrolledSample,
): number {
  const others = samples.filter((_, i) => i !== index).map(({ rgb }) => rgb)
  if (others.length === 0) return 1
  // checkComposition made sure of the calibration.
  return parts.comparator.compare(
    sample.rgb,
    parts.embedder.aggregate(others),
    parts.embedder.calibration as Calibration,
  )
}

function makeTemplate(
  parts: EngineParts,
  { subjectId, consentReference }: EnrolmentRequest,
  samples: readonly EnrolledSample[],
  assurance: string,
): Template {
  const depths = samples.flatMap(({ depth }) => (depth === undefined ? [] : [depth]))
  const templateParts = [
    part(
      parts.embedder,
      samples.map(({ rgb }) => rgb),
    ),
  ]
  if (parts.depthEmbedder !== undefined && depths.length > 0)
    templateParts.push(part(parts.depthEmbedder, depths))
  return {
    formatVersion: 1,
    subjectId,
    parts: templateParts,
    quality: samples.reduce((sum, { sample }) => sum + sample.quality.overall, 0) / samples.length,
    assurance,
    enrolledAtMs: parts.clock.now(),
    ...(consentReference === undefined ? {} : { consentReference }),
  }
}

function part(embedder: Embedder, embeddings: readonly FaceEmbedding[]): TemplatePart {
  const { modality, modelId, vector } = embedder.aggregate(embeddings)
  return { modality, modelId, vector, sampleCount: embeddings.length }
}
