/** The error rates measured at one similarity. Rates are per comparison (ISO/IEC 19795-1). */
export interface OperatingPoint {
  readonly similarity: number
  /** False match rate: the share of non-mated comparisons at or above `similarity`. */
  readonly fmr: number
  /** Exact (Clopper-Pearson) one-sided 95 % upper bound of `fmr`. */
  readonly fmrUpper95: number
  /** False non-match rate: the share of mated comparisons below `similarity`. */
  readonly fnmr: number
  readonly fnmrUpper95: number
}

/** How a calibration was made, so that its claim can be checked and made again. */
export interface CalibrationProvenance {
  readonly dataset: string
  readonly matedComparisons: number
  readonly nonMatedComparisons: number
  readonly subjects: number
  /** ISO 8601 date. */
  readonly date: string
  readonly command: string
  /** The detector, alignment and embedding the cosines came from. */
  readonly pipeline: string
  /** A point beyond what the sample supports was asked for, and extended from the fitted curve. */
  readonly extrapolated?: boolean
}

/**
 * Maps a model's raw cosine to a similarity in [0, 1] on which 0.85 and 0.45 mean stated error rates:
 * `similarity = 1 / (1 + exp(-slope * (cosine - midpoint)))` (Platt scaling).
 */
export interface Calibration {
  readonly kind: 'logistic'
  readonly slope: number
  readonly midpoint: number
  readonly operatingPoints: readonly OperatingPoint[]
  readonly provenance: CalibrationProvenance
}
