/**
 * What the default embedder knows of how FaceRes' embeddings spread: where they stand on average, and the
 * directions in which they differ most, which tell people apart least.
 */
export interface FaceresStatistics {
  /** The mean of L2-normalised embeddings: `values[i] * scale + offset`, 1024 unsigned bytes in base64. */
  readonly mean: { readonly scale: number; readonly offset: number; readonly values: string }
  /** The leading principal directions: signed bytes in base64, row by row, each row times its scale. */
  readonly directions: { readonly scales: readonly number[]; readonly values: string }
  /**
   * How much each direction is shrunk so that all of them vary as little as the one that follows them
   * (whitening of the leading directions).
   */
  readonly gains: readonly number[]
}
