import type { Calibration } from '@faceward/spec'
import { cosineOf, similarityOf } from '../calibration/fit-calibration.js'
import { EvaluationError } from '../evaluation-error.js'
import { measureRate } from '../pad/pad-metrics.js'
import type { WorkStep } from '../statistics/in-turns.js'
import type { AllComparisons } from './compare-all.js'
import type { CrossValidatedAccuracy } from './cross-validated-accuracy.js'
import { claimErrorRate } from './error-claim.js'
import { createErrorRates, type ErrorRates } from './error-rates.js'
import { measureGroups } from './group-rates.js'
import type {
  EnrolmentFailure,
  EvaluationOrigin,
  Failure,
  RateAtFmr,
  RatesAtSimilarity,
  RecognitionReport,
} from './recognition-report.js'
import { scoreHistogram } from './score-histogram.js'
import { bootstrapBySubjectInTurns, type SubjectBootstrap } from './subject-bootstrap.js'

export interface EvaluateRecognitionOptions {
  readonly origin: EvaluationOrigin
  readonly comparisons: AllComparisons
  /** File names, for the gallery of failures; indices as in `comparisons`. */
  readonly imageNames: readonly string[]
  readonly imagesAttempted: number
  readonly enrolmentFailures: readonly EnrolmentFailure[]
  readonly comparisonsNotMade?: { readonly mated: number; readonly nonMated: number }
  /** The model's calibration, where it has one. */
  readonly calibration?: Pick<Calibration, 'slope' | 'midpoint'>
  readonly accuracy?: CrossValidatedAccuracy
  /** Group of every person, by the index in `comparisons`; `undefined` where not known. */
  readonly groups?: readonly (string | undefined)[]
  /** 0 leaves the bootstrap out. @default 1000 */
  readonly replicates?: number
  readonly seed?: number
  readonly signal?: AbortSignal
  /** While people are resampled, which takes the time. */
  onProgress?(step: WorkStep): void
}

const TARGET_FMRS = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6] as const
const STATED_SIMILARITIES = [0.45, 0.85] as const
const LONGEST_GALLERY = 50

/** Everything an evaluation report says, from comparisons to claims; repeatable for a seed. */
export async function evaluateRecognition(options: EvaluateRecognitionOptions): Promise<RecognitionReport> {
  const { comparisons, calibration, replicates = 1000 } = options
  const rates = createErrorRates({
    mated: comparisons.mated.scores,
    nonMated: comparisons.nonMated.scores,
  })
  const supportedFmrs = TARGET_FMRS.filter((target) => isSupported(target, rates))
  const thresholds = calibration
    ? STATED_SIMILARITIES.map((similarity) => cosineOf(calibration, similarity))
    : []
  const bootstrap =
    replicates > 0 && comparisons.subjects > 1
      ? await bootstrapBySubjectInTurns(
          {
            comparisons,
            thresholds,
            targetFmrs: supportedFmrs,
            replicates,
            ...(options.seed === undefined ? {} : { seed: options.seed }),
          },
          options,
        )
      : undefined
  const notMade = options.comparisonsNotMade ?? { mated: 0, nonMated: 0 }
  const eer = rates.equalErrorRate()
  const atFmr = TARGET_FMRS.map((target) => rateAtFmr(target, rates, calibration, bootstrap))
  const failureThreshold = thresholds[1] ?? eer.threshold
  const failureToEnrol = measureRate(options.enrolmentFailures.length, options.imagesAttempted)
  if (!failureToEnrol) {
    throw new EvaluationError('No image was given.', { code: 'sample-too-small' })
  }
  const groupThreshold = failureThreshold
  return {
    format: 'faceward-recognition-evaluation/v1',
    origin: options.origin,
    subjects: comparisons.subjects,
    images: options.imagesAttempted,
    comparisons: {
      mated: rates.matedComparisons,
      nonMated: rates.nonMatedComparisons,
      possibleNonMated: comparisons.possibleNonMated,
      matedNotMade: notMade.mated,
      nonMatedNotMade: notMade.nonMated,
    },
    failureToEnrol,
    enrolmentFailures: options.enrolmentFailures,
    equalErrorRate: {
      rate: eer.rate,
      threshold: eer.threshold,
      ...(bootstrap ? { interval95: bootstrap.equalErrorRate } : {}),
    },
    ...(options.accuracy ? { accuracy: options.accuracy } : {}),
    atFmr,
    atSimilarity: calibration
      ? STATED_SIMILARITIES.map((similarity, i) =>
          ratesAt(similarity, thresholds[i]!, rates, comparisons.subjects, notMade.mated, bootstrap),
        )
      : [],
    strongestClaim: strongestClaim(rates, comparisons.subjects),
    ...(bootstrap ? { bootstrap: { replicates: bootstrap.replicates, seed: bootstrap.seed } } : {}),
    groups: options.groups
      ? measureGroups(comparisons, options.groups, groupThreshold).map((group) => ({
          ...group,
          ...(calibration ? { similarity: similarityOf(calibration, groupThreshold) } : {}),
        }))
      : [],
    curve: rates.curve(),
    histogram: scoreHistogram({ mated: comparisons.mated.scores, nonMated: comparisons.nonMated.scores }),
    falseMatches: gallery(options, 'nonMated', failureThreshold),
    falseNonMatches: gallery(options, 'mated', thresholds[0] ?? eer.threshold),
    failureThreshold,
  }
}

function isSupported(target: number, rates: ErrorRates): boolean {
  return target * rates.nonMatedComparisons >= 3 - 1e-9
}

function rateAtFmr(
  targetFmr: number,
  rates: ErrorRates,
  calibration: EvaluateRecognitionOptions['calibration'],
  bootstrap: SubjectBootstrap | undefined,
): RateAtFmr {
  const threshold = rates.thresholdAtFmr(targetFmr)
  const point = rates.at(threshold)
  const resampled = bootstrap?.atTargetFmrs.find((entry) => entry.targetFmr === targetFmr)
  return {
    targetFmr,
    supported: isSupported(targetFmr, rates),
    threshold,
    ...(calibration ? { similarity: similarityOf(calibration, threshold) } : {}),
    falseMatches: rates.falseMatchesAt(threshold),
    fmr: point.fmr,
    trueAcceptRate: 1 - point.fnmr,
    ...(resampled ? { interval95: resampled.trueAcceptRate } : {}),
  }
}

function ratesAt(
  similarity: number,
  threshold: number,
  rates: ErrorRates,
  subjects: number,
  matedNotMade: number,
  bootstrap: SubjectBootstrap | undefined,
): RatesAtSimilarity {
  const resampled = bootstrap?.atThresholds.find((entry) => entry.threshold === threshold)
  const misses = rates.falseNonMatchesAt(threshold)
  return {
    similarity,
    threshold,
    fmr: claimErrorRate({
      metric: 'FMR',
      errors: rates.falseMatchesAt(threshold),
      comparisons: rates.nonMatedComparisons,
      subjects,
      ...(resampled ? { bootstrapUpper95: resampled.fmrUpper95 } : {}),
    }),
    fnmr: claimErrorRate({
      metric: 'FNMR',
      errors: misses,
      comparisons: rates.matedComparisons,
      subjects,
      ...(resampled ? { bootstrapUpper95: resampled.fnmrUpper95 } : {}),
    }),
    fnmrWithFailures: (misses + matedNotMade) / (rates.matedComparisons + matedNotMade),
  }
}

/**
 * With the threshold above every non-mated score, the bound 3/N holds whatever the scores' distribution: the
 * chance that the true FMR there exceeds p is (1 - p)^N (Wilks 1941), as for a threshold fixed beforehand.
 */
function strongestClaim(rates: ErrorRates, subjects: number): RecognitionReport['strongestClaim'] {
  const threshold = rates.thresholdAtFmr(0)
  return {
    fmr: claimErrorRate({ metric: 'FMR', errors: 0, comparisons: rates.nonMatedComparisons, subjects }),
    threshold,
    trueAcceptRate: 1 - rates.at(threshold).fnmr,
  }
}

/** The worst errors of a kind: non-mated at or above the threshold, mated below it. */
function gallery(
  { comparisons, imageNames, calibration }: EvaluateRecognitionOptions,
  kind: 'mated' | 'nonMated',
  threshold: number,
): readonly Failure[] {
  const { scores } = comparisons[kind]
  const images = kind === 'mated' ? comparisons.matedImages : comparisons.nonMatedImages
  const wrong: number[] = []
  for (let i = 0; i < scores.length; i++) {
    if (scores[i]! >= threshold === (kind === 'nonMated')) wrong.push(i)
  }
  const direction = kind === 'mated' ? 1 : -1
  wrong.sort((a, b) => direction * (scores[a]! - scores[b]!) || a - b)
  return wrong.slice(0, LONGEST_GALLERY).map((i) => ({
    first: imageNames[images.first[i]!] ?? '',
    second: imageNames[images.second[i]!] ?? '',
    cosine: scores[i]!,
    ...(calibration ? { similarity: similarityOf(calibration, scores[i]!) } : {}),
  }))
}
