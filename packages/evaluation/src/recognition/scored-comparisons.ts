/** Comparison scores, more alike is higher. */
export type Scores = Float32Array | Float64Array | readonly number[]

/** Comparisons with the people in them: entry i compared people `first[i]` and `second[i]` (indices). */
export interface ScoredComparisons {
  readonly scores: Float32Array | Float64Array
  readonly first: Uint32Array
  readonly second: Uint32Array
}

/** Everything a recognition evaluation needs of one run. */
export interface ComparisonSet {
  /** Two samples of one person; `first` equals `second`. */
  readonly mated: ScoredComparisons
  /** Two samples of two people. */
  readonly nonMated: ScoredComparisons
  /** How many people the indices stand for. */
  readonly subjects: number
}
