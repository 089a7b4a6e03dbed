import type {
  Calibration,
  Decision,
  Embedder,
  FaceEmbedding,
  FusionInput,
  FusionResult,
  LivenessAssessment,
  Template,
} from '@faceward/spec'
import type { EngineParts } from './engine-parts.js'
import type { EmbeddedSample } from './face-embeddings.js'

/** One comparison of one or several samples of a person with a template. */
export interface Comparison {
  readonly samples: readonly EmbeddedSample[]
  readonly decision: Decision
  /** Of all samples together. */
  readonly similarity: number
  /** Of each sample. */
  readonly similarities: readonly number[]
  readonly fused: FusionResult
}

/** Compares the samples with the template as one, fuses and decides. */
export function compare(
  parts: EngineParts,
  liveness: LivenessAssessment,
  reference: Template,
  samples: readonly EmbeddedSample[],
): Comparison {
  const similarities = samples.flatMap(({ rgb }) => similarityTo(parts, parts.embedder, reference, rgb) ?? [])
  const { depthEmbedder } = parts
  const depths = samples.flatMap(({ depth }) =>
    depth && depthEmbedder ? (similarityTo(parts, depthEmbedder, reference, depth) ?? []) : [],
  )
  const similarity = joinSimilarities(similarities)
  const input: FusionInput = {
    rgb: similarity,
    ...(depths.length === 0 ? {} : { depth: joinSimilarities(depths) }),
    ...(liveness.score === undefined ? {} : { liveness: liveness.score }),
    ...(liveness.motionScore === undefined ? {} : { motion: liveness.motionScore }),
  }
  const alignedDepth = samples.find(({ sample }) => sample.alignedDepth)?.sample.alignedDepth
  const fused = parts.fusion.fuse(input, {
    quality: mean(samples.map(({ sample }) => sample.quality.overall)),
    ...(alignedDepth ? { depthKind: alignedDepth.kind } : {}),
  })
  const decision = parts.policy.decide({ similarity, fused, liveness })
  return { samples, decision, similarity, similarities, fused }
}

/** Whether a template holds what the colour embedder can be compared with. */
export function isComparable({ modelId }: Embedder, template: Template): boolean {
  return template.parts.some((part) => part.modality === 'rgb' && part.modelId === modelId)
}

/** As far as float64 tells a similarity from 0 and 1. */
const SURE = 1e-15

/**
 * Several similarities to one template as one: their mean in logits, which is the similarity at the mean of the
 * cosines, since a calibration is logistic in the cosine. Not that of the mean embedding: normalising a mean lengthens
 * its cosine with everybody, strangers included. See docs/decisions/0031-one-attempt-one-comparison.md.
 */
export function joinSimilarities(similarities: readonly number[]): number {
  const [only] = similarities
  if (similarities.length === 1 && only !== undefined) return only
  const logit = mean(
    similarities.map((similarity) => {
      const inside = Math.min(1 - SURE, Math.max(SURE, similarity))
      return Math.log(inside / (1 - inside))
    }),
  )
  return 1 / (1 + Math.exp(-logit))
}

/** Undefined when the template has no part of that modality and model. */
export function similarityTo(
  parts: Pick<EngineParts, 'comparator'>,
  embedder: Embedder,
  reference: Template,
  probe: FaceEmbedding,
): number | undefined {
  const part = reference.parts.find(
    ({ modality, modelId }) => modality === embedder.modality && modelId === embedder.modelId,
  )
  return part && parts.comparator.compare(probe, part, embedder.calibration as Calibration)
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
