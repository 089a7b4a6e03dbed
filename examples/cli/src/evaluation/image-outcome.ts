import type { Calibration } from '@faceward/spec'

/** What became of one image on its way to a template. */
export type ImageOutcome =
  /** L2-normalised. */
  | { readonly status: 'embedded'; readonly vector: Float32Array }
  /** A failure to enrol, with its reason code. */
  | { readonly status: 'refused'; readonly reason: string }

/** Turns the bytes of a picture into a template; one at a time. */
export interface ImageEmbedder {
  embed(bytes: Uint8Array): Promise<ImageOutcome>
  close(): Promise<void>
}

/** What an embedder is made of; outcomes of different pipelines are never mixed. */
export interface PipelineDescription {
  readonly modelId: string
  /** Detector, alignment and networks with their hashes, in one line. */
  readonly pipeline: string
  /** The model's calibration, where it has one. */
  readonly calibration?: Calibration
}
