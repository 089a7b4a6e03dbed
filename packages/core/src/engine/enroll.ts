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
import { attackReason, captureGate } from './capture-gate.js'
import { distinctPictures } from './distinct-pictures.js'
import type { ResolvedEngineOptions } from './engine-options.js'
import type { EngineParts } from './engine-parts.js'
import { createFaceEmbeddings, type EmbeddedSample } from './face-embeddings.js'
import { frameReport, inOrder } from './frame-report.js'
import { summariseLiveness } from './liveness-summary.js'
import { commonReasons, type ObservedSample, observeFrames } from './observe-frames.js'
import { isOfStream, resembles, samplesOfOthers } from './one-person.js'
import { reason } from './reasons.js'
import { presentTemplate, replacementProblem } from './replacement.js'
import { bestByQuality } from './transaction.js'

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
    liveness: summariseLiveness(liveness, request.challenge),
    frames: inOrder(reports),
  })
  const unused = (samples: readonly ObservedSample[], why?: Reason) => {
    for (const sample of samples) reports.push(frameReport(sample, why ? [why] : []))
  }

  // Where there is no sample, that there are too few says more.
  const gate = observation.samples.length === 0 ? undefined : livenessGate(liveness, options, request)
  if (gate !== undefined) {
    unused(observation.samples, gate)
    return refuse([gate])
  }
  const isLive = (sample: ObservedSample) => (sample.liveness ?? 1) >= options.enrollmentMinimumLiveness
  const { distinct, repeated } = distinctPictures(observation.samples.filter(isLive))
  unused(
    observation.samples.filter((sample) => !isLive(sample)),
    reason('liveness_too_low'),
  )
  if (distinct.length < options.enrollmentMinSamples) {
    const others = commonReasons(reports)
    unused([...distinct, ...repeated])
    return refuse([tooFew(distinct, repeated, options.enrollmentMinSamples), ...others])
  }
  unused(repeated, reason('too_few_samples', 'This picture was sent before: it counts once.'))

  const present = await presentTemplate(parts, request, call)
  if (present.revision > 0 && request.replace === undefined) {
    unused(distinct, reason('already_enrolled'))
    return refuse([reason('already_enrolled')])
  }

  const embeddings = createFaceEmbeddings(parts, call)
  const samples = await embeddings.all(distinct)
  const faces = samples.map(({ rgb }) => rgb)
  const disagreeing = samples.filter(({ rgb }) => !resembles(parts, rgb, faces, options.enrollmentAgreement))
  /** Refused for some of the samples, which are told from the others. */
  const refuseFor = (some: readonly ObservedSample[], why: Reason): EnrolmentResult => {
    const isOne = (sample: ObservedSample) => some.some(({ index }) => index === sample.index)
    unused(samples.filter(isOne), why)
    unused(samples.filter((sample) => !isOne(sample)))
    return refuse([why])
  }
  if (disagreeing.length > 0) return refuseFor(disagreeing, reason('samples_disagree'))
  // Pictures of years may differ more than the frames of one session, all of which go into the template.
  if (observation.samples.some(isOfStream)) {
    const least = { similarity: options.sessionAgreement, challengeSimilarity: options.challengeAgreement }
    const best = bestByQuality(distinct)
    const others = await samplesOfOthers(parts, observation, best, least, embeddings, { everyFrame: true })
    if (others.length > 0) return refuseFor(others, reason('face_track_lost'))
  }
  const problem = replacementProblem(parts, liveness, present.template, samples)
  if (problem !== undefined) {
    unused(samples, problem)
    return refuse([problem])
  }

  const template = makeTemplate(parts, request, samples, liveness.assurance)
  const replaced = present.revision > 0
  try {
    const alongside = request.alongside && (() => request.alongside!({ replaced }))
    await parts.vault.save(request.tenantId, request.subject, template, present.revision, call, alongside)
  } catch (error) {
    // Another enrolment of this subject was first; for the caller that is as if it had always been there.
    const overtaken =
      StorageError.isInstance(error) && error.code === 'conflict' && request.replace === undefined
    if (!overtaken) throw error
    unused(distinct, reason('already_enrolled'))
    return refuse([reason('already_enrolled')])
  }
  for (const sample of samples) reports.push(frameReport(sample, [], true))
  return {
    decision: 'enrolled',
    ...(replaced ? { replaced } : {}),
    confidence: meanAgreement(parts, faces),
    message: `Enrolled from ${samples.length} pictures.`,
    reasons: [reason('enrolled')],
    liveness: summariseLiveness(liveness, request.challenge),
    frames: inOrder(reports),
  }
}

function livenessGate(
  liveness: LivenessAssessment,
  options: ResolvedEngineOptions,
  request: EnrolmentRequest,
): Reason | undefined {
  if (liveness.vetoed) return reason('presentation_attack')
  const minimumLiveness = options.enrollmentMinimumLiveness
  const held =
    captureGate(liveness, { ...request, minimumLiveness }) ?? attackReason(liveness, minimumLiveness)
  if (held !== undefined) return held
  if (liveness.status === 'not_assessed' && options.unassessedLiveness === 'refuse')
    return reason('liveness_not_assessed')
  return undefined
}

function tooFew(distinct: readonly unknown[], repeated: readonly unknown[], needed: number): Reason {
  const alike = repeated.length + 1
  const same =
    distinct.length === 1
      ? `${alike} of the pictures are the same picture: send different ones.`
      : `${repeated.length} of the pictures were sent before: send different ones.`
  const few = `${distinct.length} of the pictures are usable; ${needed} are needed.`
  return reason('too_few_samples', repeated.length === 0 ? few : `${same} ${needed} are needed.`)
}

/** The mean similarity of each sample with the reference that the others would make; 1 when one stands alone. */
function meanAgreement({ comparator, embedder }: EngineParts, faces: readonly FaceEmbedding[]): number {
  if (faces.length === 1) return 1
  const agreements = faces.map((face) =>
    comparator.compare(
      face,
      embedder.aggregate(faces.filter((other) => other !== face)),
      // checkComposition made sure of the calibration.
      embedder.calibration as Calibration,
    ),
  )
  return agreements.reduce((sum, value) => sum + value, 0) / agreements.length
}

function makeTemplate(
  parts: EngineParts,
  { subjectId, consentReference }: EnrolmentRequest,
  samples: readonly EmbeddedSample[],
  assurance: string,
): Template {
  const depths = samples.flatMap(({ depth }) => (depth === undefined ? [] : [depth]))
  const colors = samples.map(({ rgb }) => rgb)
  const templateParts = [part(parts.embedder, colors)]
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
  const { modality, modelId, vector, meanLength } = embedder.aggregate(embeddings)
  const sampleCount = embeddings.length
  return { modality, modelId, vector, ...(meanLength === undefined ? {} : { meanLength }), sampleCount }
}
