import type { MeasuredRate } from '../pad/pad-metrics.js'
import type { Interval } from '../statistics/clopper-pearson.js'
import type { CrossValidatedAccuracy } from './cross-validated-accuracy.js'
import type { ErrorClaim } from './error-claim.js'
import type { ErrorPoint } from './error-rates.js'
import type { ScoreHistogram } from './score-histogram.js'

/** How a recognition evaluation was made. */
export interface EvaluationOrigin {
  readonly command: string
  /** ISO 8601 date. */
  readonly date: string
  readonly dataset: string
  readonly protocol: 'pairs' | 'all-pairs' | 'insightface-bin'
  readonly modelId: string
  /** Detector, alignment and networks with their hashes. */
  readonly pipeline: string
}

/** An image that gave no template. */
export interface EnrolmentFailure {
  readonly image: string
  /** A reason code, such as `no_face`. */
  readonly reason: string
}

/** What was found at one FMR. */
export interface RateAtFmr {
  readonly targetFmr: number
  /** Whether the sample is large enough for this FMR at all: at least 3/target non-mated comparisons. */
  readonly supported: boolean
  /** Cosine. */
  readonly threshold: number
  /** The threshold on the calibrated scale, where there is one. */
  readonly similarity?: number
  readonly falseMatches: number
  readonly fmr: number
  /** True accept rate: 1 - FNMR. */
  readonly trueAcceptRate: number
  /** By subject, the threshold chosen anew each time. */
  readonly interval95?: Interval
}

/** Both claims at one threshold of interest. */
export interface RatesAtSimilarity {
  readonly similarity: number
  readonly threshold: number
  readonly fmr: ErrorClaim
  readonly fnmr: ErrorClaim
  /** FNMR with mated comparisons counted as non-matches when an image gave no template. */
  readonly fnmrWithFailures: number
}

/** The rates among the people of one group. */
export interface GroupRates {
  readonly group: string
  readonly subjects: number
  readonly threshold: number
  readonly similarity?: number
  /** Non-mated comparisons within the group; absent when there are none. */
  readonly fmr?: MeasuredRate
  readonly fnmr?: MeasuredRate
}

/** A comparison that went wrong, by file name. */
export interface Failure {
  readonly first: string
  readonly second: string
  readonly cosine: number
  readonly similarity?: number
}

/** Everything `evaluateRecognition` found; plain JSON. */
export interface RecognitionReport {
  readonly format: 'faceward-recognition-evaluation/v1'
  readonly origin: EvaluationOrigin
  readonly subjects: number
  readonly images: number
  readonly comparisons: {
    readonly mated: number
    readonly nonMated: number
    /** Above `nonMated` when they were thinned to a seeded sample. */
    readonly possibleNonMated: number
    /** Not made because an image gave no template. */
    readonly matedNotMade: number
    readonly nonMatedNotMade: number
  }
  /** Failure to enrol: images without a usable face. */
  readonly failureToEnrol: MeasuredRate
  readonly enrolmentFailures: readonly EnrolmentFailure[]
  readonly equalErrorRate: {
    readonly rate: number
    readonly threshold: number
    readonly interval95?: Interval
  }
  /** Share of right decisions with thresholds from the other folds; pairs protocols only. */
  readonly accuracy?: CrossValidatedAccuracy
  readonly atFmr: readonly RateAtFmr[]
  readonly atSimilarity: readonly RatesAtSimilarity[]
  /** The smallest FMR this sample could ever support, and what accepting only above every non-mated score costs. */
  readonly strongestClaim: {
    readonly fmr: ErrorClaim
    readonly threshold: number
    readonly trueAcceptRate: number
  }
  /** Replicates and seed; absent when people could not be resampled. */
  readonly bootstrap?: { readonly replicates: number; readonly seed: number }
  readonly groups: readonly GroupRates[]
  readonly curve: readonly ErrorPoint[]
  readonly histogram: ScoreHistogram
  /** The worst first. */
  readonly falseMatches: readonly Failure[]
  readonly falseNonMatches: readonly Failure[]
  /** At which cosine the two lists begin. */
  readonly failureThreshold: number
}
