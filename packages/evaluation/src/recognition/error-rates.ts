import { EvaluationError } from '../evaluation-error.js'
import type { Scores } from './scored-comparisons.js'

/** The two error rates at one threshold; a score at or above the threshold is a match. */
export interface ErrorPoint {
  readonly threshold: number
  /** False match rate: non-mated comparisons at or above the threshold, as a share. */
  readonly fmr: number
  /** False non-match rate: mated comparisons below the threshold, as a share. */
  readonly fnmr: number
}

/** Error rates of a comparison algorithm on one sample (ISO/IEC 19795-1): exact counts, nothing smoothed. */
export interface ErrorRates {
  readonly matedComparisons: number
  readonly nonMatedComparisons: number
  falseMatchesAt(threshold: number): number
  falseNonMatchesAt(threshold: number): number
  at(threshold: number): ErrorPoint
  /** The lowest threshold whose FMR is not above `target`, halfway to the next score below it. */
  thresholdAtFmr(target: number): number
  /** The highest threshold whose FNMR is not above `target`, halfway to the next score below it. */
  thresholdAtFnmr(target: number): number
  /** Where the two rates are nearest; `rate` is their mean there. */
  equalErrorRate(): ErrorPoint & { readonly rate: number }
  /** At most `limit` points of the DET or ROC curve, thresholds ascending, spread evenly on probit-like axes. */
  curve(limit?: number): readonly ErrorPoint[]
}

function sorted(scores: Scores, what: string): Float32Array | Float64Array {
  if (scores.length === 0) {
    throw new EvaluationError(`There is no ${what} comparison, so no error rate can be stated.`, {
      code: 'sample-too-small',
    })
  }
  const copy = scores instanceof Float32Array ? scores.slice() : Float64Array.from(scores)
  copy.sort()
  // NaN sorts last.
  if (!Number.isFinite(copy[copy.length - 1]!) || !Number.isFinite(copy[0]!)) {
    throw new EvaluationError(`A ${what} score is not a finite number.`, { code: 'invalid-argument' })
  }
  return copy
}

/** How many of the ascending `values` are below `threshold`. */
function countBelow(values: Float32Array | Float64Array, threshold: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (values[middle]! < threshold) low = middle + 1
    else high = middle
  }
  return low
}

/** The whole number of errors that a target rate allows, safe against the last bit of the product. */
const allowed = (target: number, trials: number): number => Math.floor(target * trials + 1e-9)

const between = (low: number, high: number): number => {
  const middle = low + (high - low) / 2
  return middle > low ? middle : high
}

/**
 * Counts errors over mated and non-mated scores.
 * @throws EvaluationError `sample-too-small` without comparisons of a kind, `invalid-argument` for a score
 * that is not finite.
 */
export function createErrorRates(scores: { readonly mated: Scores; readonly nonMated: Scores }): ErrorRates {
  const mated = sorted(scores.mated, 'mated')
  const nonMated = sorted(scores.nonMated, 'non-mated')

  const falseMatchesAt = (threshold: number): number => nonMated.length - countBelow(nonMated, threshold)
  const falseNonMatchesAt = (threshold: number): number => countBelow(mated, threshold)
  const at = (threshold: number): ErrorPoint => ({
    threshold,
    fmr: falseMatchesAt(threshold) / nonMated.length,
    fnmr: falseNonMatchesAt(threshold) / mated.length,
  })

  const thresholdAtFmr = (target: number): number => {
    const excluded = nonMated.length - 1 - allowed(target, nonMated.length)
    if (excluded < 0) return nonMated[0]!
    const value = nonMated[excluded]!
    let next = excluded + 1
    while (next < nonMated.length && nonMated[next] === value) next++
    // Above the highest score there is nothing to stand halfway to; any higher number will do.
    return next < nonMated.length
      ? between(value, nonMated[next]!)
      : value + Math.max(1e-6, Math.abs(value) * 1e-6)
  }

  const thresholdAtFnmr = (target: number): number => {
    const index = Math.min(mated.length - 1, allowed(target, mated.length))
    const value = mated[index]!
    let previous = index - 1
    while (previous >= 0 && mated[previous] === value) previous--
    return previous >= 0 ? between(mated[previous]!, value) : value
  }

  const equalErrorRate = (): ErrorPoint & { readonly rate: number } => {
    // FMR - FNMR falls with the threshold, so the crossing lies between two neighbouring scores.
    let best = at(mated[0]!)
    const consider = (threshold: number): number => {
      const point = at(threshold)
      if (Math.abs(point.fmr - point.fnmr) < Math.abs(best.fmr - best.fnmr)) best = point
      return point.fmr - point.fnmr
    }
    for (const values of [mated, nonMated]) {
      let low = 0
      let high = values.length - 1
      while (low <= high) {
        const middle = (low + high) >>> 1
        if (consider(values[middle]!) > 0) low = middle + 1
        else high = middle - 1
      }
    }
    return { ...best, rate: (best.fmr + best.fnmr) / 2 }
  }

  const curve = (limit = 400): readonly ErrorPoint[] => {
    const thresholds = new Set<number>([mated[0]!, nonMated[0]!])
    const steps = Math.max(2, Math.floor(limit / 4))
    for (let i = 0; i < steps; i++) {
      const share = i / (steps - 1)
      // Both tails in logarithmic steps, from one error to half of the sample.
      thresholds.add(thresholdAtFmr((0.5 * nonMated.length) ** share / nonMated.length))
      thresholds.add(thresholdAtFnmr((0.5 * mated.length) ** share / mated.length))
      thresholds.add(thresholdAtFmr(1 - 0.5 * share))
      thresholds.add(thresholdAtFnmr(1 - 0.5 * share))
    }
    return [...thresholds].sort((a, b) => a - b).map(at)
  }

  return {
    matedComparisons: mated.length,
    nonMatedComparisons: nonMated.length,
    falseMatchesAt,
    falseNonMatchesAt,
    at,
    thresholdAtFmr,
    thresholdAtFnmr,
    equalErrorRate,
    curve,
  }
}
