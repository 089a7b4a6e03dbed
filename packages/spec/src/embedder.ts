import type { Calibration } from './calibration.js'
import type { FaceSample } from './face-sample.js'
import type { CallOptions, Plugin } from './plugin.js'

export type Modality = 'rgb' | 'depth'

/** A face as a point on the unit sphere. */
export interface FaceEmbedding {
  readonly modality: Modality
  /** L2-normalised, `dimension` values. */
  readonly vector: Float32Array
  readonly dimension: number
  /** The model, its weights and its preprocessing; vectors of different ids are never compared. */
  readonly modelId: string
  /** Length before normalisation, where the model makes it a quality (MagFace). */
  readonly magnitude?: number
  /**
   * Of a reference of several embeddings: the length of their mean before it was normalised, 0..1; absent: 1. A cosine
   * with the reference times this is the mean of the cosines with each of them, whose error rates are the stated ones.
   */
  readonly meanLength?: number
}

/** How the embeddings of many people lie: the mean, and factors whose outer products sum to the covariance. */
export interface EmbeddingPopulation {
  /** Not normalised: the more alike strangers are, the longer it is. */
  readonly mean: Float32Array
  readonly factors: readonly Float32Array[]
  /** Standard deviation of each value beside the factors; default 0. */
  readonly rest?: number
}

/** Turns a face sample into an embedding. */
export interface Embedder extends Plugin {
  readonly modality: Modality
  readonly modelId: string
  readonly dimension: number
  /** Absent: the embedder can embed, but the engine refuses to decide with it (rule 1). */
  readonly calibration?: Calibration
  /**
   * How people's embeddings lie, for drawing templates of nobody while a tenant has too few of its own; read when it
   * is first needed.
   */
  readonly population?: () => Promise<EmbeddingPopulation>
  /** True for networks that recognise nobody (tests, plumbing); refused unless told otherwise. */
  readonly placeholder?: boolean
  /** `undefined` when the sample lacks what this embedder needs (a depth embedder without sensed depth). */
  embed(sample: FaceSample, options?: CallOptions): Promise<FaceEmbedding | undefined>
  /**
   * The reference of several embeddings of one face: their L2-normalised mean, weighted by magnitude where
   * the model makes it a quality.
   * @throws EmbeddingMismatchError when the list is empty or holds another model's embedding.
   */
  aggregate(embeddings: readonly FaceEmbedding[]): FaceEmbedding
  dispose(): Promise<void>
}

/** Compares embeddings on the calibrated scale (rule 1). */
export interface Comparator extends Plugin {
  /**
   * Similarity in [0, 1] whose error rates the calibration states.
   * @throws EmbeddingMismatchError when the two are of different models or lengths (rule 6).
   */
  compare(probe: FaceEmbedding, reference: ReferenceVector, calibration: Calibration): number
}

/** What of a stored template part a comparison needs. */
export interface ReferenceVector {
  readonly modelId: string
  readonly vector: Float32Array
  /** As {@link FaceEmbedding} has it. */
  readonly meanLength?: number
}
