import type { Calibration, OperatingPoint } from '@faceward/spec'
import { EvaluationError } from '../evaluation-error.js'
import { createErrorRates, type ErrorRates } from '../recognition/error-rates.js'
import type { Scores } from '../recognition/scored-comparisons.js'
import { upperBound } from '../statistics/clopper-pearson.js'
import { fitTail } from './tail-fit.js'

export interface FitCalibrationOptions {
  /** Cosines of two samples of one person. */
  readonly mated: Scores
  /** Cosines of samples of two people. */
  readonly nonMated: Scores
  /** What similarity 0.85 shall mean: FMR, per comparison. */
  readonly targetFmr: number
  /** What similarity 0.45 shall mean: FNMR, per comparison. */
  readonly targetFnmr: number
  /**
   * What to do when the sample is smaller than 3/target. `extrapolate` fits the tail of the scores and marks
   * the result; it goes at most a hundredfold beyond the sample.
   * @default 'refuse'
   */
  readonly whenUnsupported?: 'refuse' | 'extrapolate'
}

export interface CalibrationFit extends Pick<Calibration, 'kind' | 'slope' | 'midpoint' | 'operatingPoints'> {
  readonly extrapolated?: boolean
  /** The cosine at similarity 0.85. */
  readonly acceptCosine: number
  /** The cosine at similarity 0.45. */
  readonly rejectCosine: number
  /**
   * `overlapping`: both targets are met exactly, a grey zone lies between. `separated`: mated and non-mated
   * scores lie so far apart that both targets are kept with room to spare.
   */
  readonly separation: 'overlapping' | 'separated'
}

/** The similarity that stands for the target FMR. */
export const ACCEPT_SIMILARITY = 0.85
/** The similarity that stands for the target FNMR. */
export const REJECT_SIMILARITY = 0.45

/** Where the rates are stated. */
const STATED_SIMILARITIES = [
  0.3,
  REJECT_SIMILARITY,
  0.5,
  0.6,
  0.7,
  0.8,
  ACCEPT_SIMILARITY,
  0.9,
  0.95,
  0.98,
  0.99,
]

/** A grey zone narrower than this in cosine would let rounding decide. */
const NARROWEST_ZONE = 0.02

/** How far beyond 3/N an extrapolation may go. */
const EXTRAPOLATION_REACH = 100

const logit = (p: number): number => Math.log(p / (1 - p))

/** The similarity of a cosine. */
export function similarityOf(fit: Pick<Calibration, 'slope' | 'midpoint'>, cosine: number): number {
  return 1 / (1 + Math.exp(-fit.slope * (cosine - fit.midpoint)))
}

/** The cosine of a similarity, which must lie between 0 and 1. */
export function cosineOf(fit: Pick<Calibration, 'slope' | 'midpoint'>, similarity: number): number {
  return fit.midpoint + logit(similarity) / fit.slope
}

/** The rates of a sample at stated similarities, with exact one-sided 95 % bounds. */
export function operatingPoints(
  fit: Pick<Calibration, 'slope' | 'midpoint'>,
  cosines: Pick<
    ErrorRates,
    'matedComparisons' | 'nonMatedComparisons' | 'falseMatchesAt' | 'falseNonMatchesAt'
  >,
  similarities: readonly number[] = STATED_SIMILARITIES,
): readonly OperatingPoint[] {
  return similarities.map((similarity) => {
    const threshold = cosineOf(fit, similarity)
    const falseMatches = cosines.falseMatchesAt(threshold)
    const falseNonMatches = cosines.falseNonMatchesAt(threshold)
    return {
      similarity,
      fmr: falseMatches / cosines.nonMatedComparisons,
      fmrUpper95: upperBound(falseMatches, cosines.nonMatedComparisons),
      fnmr: falseNonMatches / cosines.matedComparisons,
      fnmrUpper95: upperBound(falseNonMatches, cosines.matedComparisons),
    }
  })
}

/** The score exceeded by at most `target` of the sample: counted where it can be, fitted where allowed. */
function tailScore(
  rate: 'FMR' | 'FNMR',
  target: number,
  trials: number,
  counted: () => number,
  fitted: () => number,
  whenUnsupported: 'refuse' | 'extrapolate',
): { readonly cosine: number; readonly extrapolated: boolean } {
  if (!(target > 0 && target < 0.5)) {
    throw new EvaluationError(`A target ${rate} lies between 0 and 0.5, got ${target}.`, {
      code: 'invalid-argument',
    })
  }
  if (target * trials >= 3 - 1e-9) return { cosine: counted(), extrapolated: false }
  const kind = rate === 'FMR' ? 'non-mated' : 'mated'
  const needed = `${rate} ${target} needs ${Math.ceil(3 / target - 1e-9).toLocaleString('en-US')} ${kind} comparisons; there are ${trials.toLocaleString('en-US')}.`
  if (whenUnsupported === 'refuse') {
    throw new EvaluationError(`${needed} Bring more data, ask for a higher rate, or allow extrapolation.`, {
      code: 'sample-too-small',
    })
  }
  if (target * trials * EXTRAPOLATION_REACH < 3) {
    throw new EvaluationError(`${needed} That is too far beyond the sample even to extrapolate.`, {
      code: 'sample-too-small',
    })
  }
  return { cosine: fitted(), extrapolated: true }
}

/**
 * Finds the logistic curve from cosine to similarity on which 0.85 means the target FMR and 0.45 the target
 * FNMR, both per comparison.
 *
 * When the scores overlap at these rates, the curve runs through (cosine at the target FMR, 0.85) and (cosine
 * at the target FNMR, 0.45): both hold exactly on the sample. When a model separates so well that the FNMR
 * cosine is the higher one, the two change places: 0.85 is put where FNMR reaches its target (FMR is then
 * below its own), 0.45 where FMR reaches its target (FNMR is then below its own). Both promises hold as "at
 * most" and the zone of doubt is the gap between the two kinds. A zone narrower than 0.02 is widened on both
 * sides, again in the safe direction.
 * @throws EvaluationError `sample-too-small`, `not-separable`, `invalid-argument`
 */
export function fitCalibration(options: FitCalibrationOptions): CalibrationFit {
  const { mated, nonMated, targetFmr, targetFnmr, whenUnsupported = 'refuse' } = options
  const rates = createErrorRates({ mated, nonMated })
  const atFmr = tailScore(
    'FMR',
    targetFmr,
    rates.nonMatedComparisons,
    () => rates.thresholdAtFmr(targetFmr),
    () => fitTail(nonMated).quantile(targetFmr),
    whenUnsupported,
  )
  const atFnmr = tailScore(
    'FNMR',
    targetFnmr,
    rates.matedComparisons,
    () => rates.thresholdAtFnmr(targetFnmr),
    () => -fitTail(Float64Array.from(mated, (score) => -score)).quantile(targetFnmr),
    whenUnsupported,
  )
  if (rates.equalErrorRate().rate > 0.4) {
    throw new EvaluationError(
      'Mated and non-mated scores hardly differ (equal error rate above 40 %): wrong labels, or no face recogniser.',
      { code: 'not-separable' },
    )
  }
  let rejectCosine = Math.min(atFmr.cosine, atFnmr.cosine)
  let acceptCosine = Math.max(atFmr.cosine, atFnmr.cosine)
  if (acceptCosine - rejectCosine < NARROWEST_ZONE) {
    const middle = (acceptCosine + rejectCosine) / 2
    rejectCosine = middle - NARROWEST_ZONE / 2
    acceptCosine = middle + NARROWEST_ZONE / 2
  }
  const slope = (logit(ACCEPT_SIMILARITY) - logit(REJECT_SIMILARITY)) / (acceptCosine - rejectCosine)
  const curve = { slope, midpoint: acceptCosine - logit(ACCEPT_SIMILARITY) / slope }
  return {
    kind: 'logistic',
    ...curve,
    operatingPoints: operatingPoints(curve, rates),
    ...(atFmr.extrapolated || atFnmr.extrapolated ? { extrapolated: true } : {}),
    acceptCosine,
    rejectCosine,
    separation: atFmr.cosine >= atFnmr.cosine ? 'overlapping' : 'separated',
  }
}
