import type { ModelSource } from './model-source.js'

/** Options of `loadEmbedder`. */
export interface LoadEmbedderOptions extends ModelSource {
  /** EMBEDDING_MODEL. */
  readonly model: string
  /** EMBEDDING_DIM. */
  readonly dimension: number
}
