import type { Chance } from '../random.js'

/** What one id answered to its tries, as numbers: larger for nearer. */
export type Group = readonly number[]

/** The largest distance between the two empirical distributions (Kolmogorov and Smirnov). */
export function largestDistance(one: readonly number[], other: readonly number[]): number {
  if (one.length === 0 || other.length === 0) return one.length === other.length ? 0 : 1
  const sorted = [one, other].map((values) => [...values].sort((a, b) => a - b))
  const shareUpTo = (values: readonly number[], limit: number) => {
    let [low, high] = [0, values.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (values[middle]! <= limit) low = middle + 1
      else high = middle
    }
    return low / values.length
  }
  return Math.max(
    ...[...one, ...other].map((at) => Math.abs(shareUpTo(sorted[0]!, at) - shareUpTo(sorted[1]!, at))),
  )
}

/**
 * How often chance alone tells two sets of ids apart as well as they are: whole ids change sides, since tries on one id
 * resemble each other. An exact test but for the draws (Good, Permutation Tests, 2000); at least 1 / (draws + 1).
 */
export function chanceOfDifference(
  known: readonly Group[],
  unknown: readonly Group[],
  chance: Chance,
  draws = 2000,
): number {
  const all = [...known, ...unknown]
  const seen = largestDistance(known.flat(), unknown.flat())
  let asFar = 0
  for (let draw = 0; draw < draws; draw++) {
    const order = shuffled(all, chance)
    if (
      largestDistance(order.slice(0, known.length).flat(), order.slice(known.length).flat()) >=
      seen - 1e-12
    ) {
      asFar++
    }
  }
  return (asFar + 1) / (draws + 1)
}

function shuffled<T>(of: readonly T[], chance: Chance): T[] {
  const list = [...of]
  for (let i = list.length - 1; i > 0; i--) {
    const j = chance.below(i + 1)
    const kept = list[i]!
    list[i] = list[j]!
    list[j] = kept
  }
  return list
}
