import { EvaluationError } from '../evaluation-error.js'
import type { Scores } from '../recognition/scored-comparisons.js'

/** A generalised Pareto distribution fitted to the highest scores of a sample. */
export interface TailFit {
  /** Scores above this level were fitted. */
  readonly level: number
  /** Share of the sample above the level. */
  readonly share: number
  readonly exceedances: number
  /** Positive: heavy tail; negative: the tail ends at `level - scale / shape`. */
  readonly shape: number
  readonly scale: number
  /** The score that is exceeded with `probability`, which must not be above `share`. */
  quantile(probability: number): number
}

const FEWEST_EXCEEDANCES = 50
const TAIL_SHARE = 0.1

/** The fewest scores `fitTail` works with: fifty of them must lie in the highest tenth. */
export const FEWEST_SCORES_FOR_TAIL = FEWEST_EXCEEDANCES / TAIL_SHARE

/**
 * Peaks over threshold: fits the highest tenth (at most 5,000 scores) by probability-weighted moments
 * (Hosking and Wallis 1987). The extreme-value idea of ISO/IEC 5152 in its plainest form, without that
 * standard's checks: what it gives is an extrapolation and must be called one.
 * @throws EvaluationError `sample-too-small` below 500 scores.
 */
export function fitTail(scores: Scores): TailFit {
  const ascending = Float64Array.from(scores).sort()
  if (ascending.length < FEWEST_SCORES_FOR_TAIL) {
    throw new EvaluationError(
      `A tail can be fitted to ${FEWEST_SCORES_FOR_TAIL} comparisons or more; there are ${ascending.length}.`,
      { code: 'sample-too-small' },
    )
  }
  const count = Math.min(5000, Math.floor(ascending.length * TAIL_SHARE))
  const start = ascending.length - count
  const level = (ascending[start - 1]! + ascending[start]!) / 2
  let mean = 0
  let weighted = 0
  for (let i = 0; i < count; i++) {
    const excess = ascending[start + i]! - level
    mean += excess / count
    weighted += ((1 - (i + 1 - 0.35) / count) * excess) / count
  }
  // Hosking's k is minus the shape.
  const k = mean / (mean - 2 * weighted) - 2
  const scale = (2 * mean * weighted) / (mean - 2 * weighted)
  const share = count / ascending.length
  return {
    level,
    share,
    exceedances: count,
    shape: -k,
    scale,
    quantile(probability) {
      if (!(probability > 0 && probability <= share)) {
        throw new EvaluationError(`The fitted tail covers probabilities up to ${share}.`, {
          code: 'invalid-argument',
        })
      }
      const q = probability / share
      return level + (Math.abs(k) < 1e-9 ? -scale * Math.log(q) : (scale / k) * (1 - q ** k))
    },
  }
}
