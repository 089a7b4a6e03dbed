import type { Modality } from './embedder.js'

/** One part of a template: the reference of one modality. */
export interface TemplatePart {
  readonly modality: Modality
  readonly modelId: string
  /** The aggregated reference, L2-normalised. */
  readonly vector: Float32Array
  /** Length of the samples' mean before it was normalised, 0..1; absent in older templates: 1. */
  readonly meanLength?: number
  /** How many samples it was aggregated from. */
  readonly sampleCount: number
}

/** What the engine knows of a subject's face: plain only in memory, sealed everywhere else. */
export interface Template {
  readonly formatVersion: 1
  /** The raw subject id, so that an operator with the key can list subjects. */
  readonly subjectId: string
  readonly parts: readonly TemplatePart[]
  /** Mean sample quality, 0..1. */
  readonly quality: number
  readonly assurance: string
  /** Where the person's consent is on record, as the enrolment said. */
  readonly consentReference?: string
  /** Unix milliseconds. */
  readonly enrolledAtMs: number
}
