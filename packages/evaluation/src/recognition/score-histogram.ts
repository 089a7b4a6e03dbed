import type { Scores } from './scored-comparisons.js'

/** Shares of mated and non-mated scores in equal steps from `from` to `to`. */
export interface ScoreHistogram {
  readonly from: number
  readonly to: number
  /** Each sums to 1. */
  readonly mated: readonly number[]
  readonly nonMated: readonly number[]
}

/** Sorts both kinds of scores into the same steps, from the lowest to the highest score of either. */
export function scoreHistogram(
  scores: { readonly mated: Scores; readonly nonMated: Scores },
  steps = 80,
): ScoreHistogram {
  let from = Number.POSITIVE_INFINITY
  let to = Number.NEGATIVE_INFINITY
  for (const values of [scores.mated, scores.nonMated]) {
    for (let i = 0; i < values.length; i++) {
      from = Math.min(from, values[i]!)
      to = Math.max(to, values[i]!)
    }
  }
  const width = (to - from) / steps || 1
  const shares = (values: Scores): readonly number[] => {
    const counts = new Array<number>(steps).fill(0)
    for (let i = 0; i < values.length; i++) {
      counts[Math.min(steps - 1, Math.floor((values[i]! - from) / width))]!++
    }
    return counts.map((count) => count / values.length)
  }
  return { from, to, mated: shares(scores.mated), nonMated: shares(scores.nonMated) }
}
