import type { Calibration, OperatingPoint, TransactionErrorRate } from '@faceward/spec'
import type { EngineParts } from './engine-parts.js'
import type { ObservedSample } from './observe-frames.js'

/** Samples that are compared, joined to one comparison; chosen by measuring, see docs/evaluation/transactions.md. */
export const MOST_COMPARED = 3

/** How much an early stop may add to a transaction's FMR, as a share of the comparison's. */
const EARLY_STOP_SHARE = 0.1

/** One comparison of a transaction. */
interface Step {
  readonly samples: readonly ObservedSample[]
  /** An accept counts from this similarity on; 0: whatever the policy accepts. */
  readonly leastSimilarity: number
}

/** The comparisons of one transaction, in order, and what a stranger could gain by all of them. */
export interface TransactionPlan {
  readonly steps: readonly Step[]
  readonly errorRate?: TransactionErrorRate
}

/**
 * What of a capture is compared: its best samples by quality, joined to one comparison. Before it the best one alone,
 * if the calibration states a similarity that strangers reach at most a tenth as often as the accept threshold: then
 * the whole has at most 1.1 times the FMR of one comparison, by the union bound, however many samples there are.
 */
export function planTransaction(
  { embedder, policy }: Pick<EngineParts, 'embedder' | 'policy'>,
  samples: readonly ObservedSample[],
): TransactionPlan {
  const chosen = bestByQuality(samples)
  const accept = policy.acceptSimilarity
  const whole: Step = { samples: chosen, leastSimilarity: 0 }
  // checkComposition made sure of the calibration.
  const points = (embedder.calibration as Calibration).operatingPoints
  const stated = accept === undefined ? undefined : statedPoint(points, accept)
  if (stated === undefined) return { steps: [whole] }
  const strict = chosen.length > 1 ? strictPoint(points, stated) : undefined
  const early = strict && { samples: chosen.slice(0, 1), leastSimilarity: strict.similarity }
  return {
    steps: early ? [early, whole] : [whole],
    errorRate: {
      comparisons: early ? 2 : 1,
      comparisonFmr: stated.fmr,
      transactionFmr: stated.fmr + (strict?.fmrUpper95 ?? 0),
    },
  }
}

/** The best samples, the best one first; of equally good ones the earlier. */
export function bestByQuality(samples: readonly ObservedSample[]): readonly ObservedSample[] {
  return [...samples]
    .sort((a, b) => b.sample.quality.overall - a.sample.quality.overall || a.index - b.index)
    .slice(0, MOST_COMPARED)
}

/** The highest point at or below the similarity: fewer strangers reach the similarity than its FMR says. */
function statedPoint(points: readonly OperatingPoint[], similarity: number): OperatingPoint | undefined {
  return points.reduce<OperatingPoint | undefined>(
    (best, point) =>
      point.similarity <= similarity && point.similarity >= (best?.similarity ?? 0) ? point : best,
    undefined,
  )
}

/** The lowest point with at most a tenth of the stated FMR, as surely as the sample can tell. */
function strictPoint(points: readonly OperatingPoint[], { fmr }: OperatingPoint): OperatingPoint | undefined {
  return points.reduce<OperatingPoint | undefined>(
    (best, point) =>
      point.fmrUpper95 <= EARLY_STOP_SHARE * fmr && point.similarity < (best?.similarity ?? 2) ? point : best,
    undefined,
  )
}
