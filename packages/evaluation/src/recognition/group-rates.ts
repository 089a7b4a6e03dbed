import { measureRate } from '../pad/pad-metrics.js'
import type { GroupRates } from './recognition-report.js'
import type { ComparisonSet } from './scored-comparisons.js'

/**
 * Error rates within each group at one threshold: false matches among people of the same group, where they
 * are likeliest, and false non-matches of its people. Groups come from labels that were given, never from a
 * guess about a face.
 */
export function measureGroups(
  comparisons: ComparisonSet,
  groupOf: readonly (string | undefined)[],
  threshold: number,
): readonly GroupRates[] {
  const names = [...new Set(groupOf.filter((group) => group !== undefined))].sort()
  const index = new Map(names.map((name, i) => [name, i]))
  const groups = Int32Array.from(
    { length: comparisons.subjects },
    (_, i) => index.get(groupOf[i] ?? '') ?? -1,
  )
  const count = () => new Float64Array(names.length)
  const tally = { matches: count(), nonMated: count(), misses: count(), mated: count() }
  const { mated, nonMated } = comparisons
  for (let i = 0; i < nonMated.scores.length; i++) {
    const group = groups[nonMated.first[i]!]!
    if (group < 0 || group !== groups[nonMated.second[i]!]) continue
    tally.nonMated[group]!++
    if (nonMated.scores[i]! >= threshold) tally.matches[group]!++
  }
  for (let i = 0; i < mated.scores.length; i++) {
    const group = groups[mated.first[i]!]!
    if (group < 0) continue
    tally.mated[group]!++
    if (mated.scores[i]! < threshold) tally.misses[group]!++
  }
  return names.map((group, i) => {
    const fmr = measureRate(tally.matches[i]!, tally.nonMated[i]!)
    const fnmr = measureRate(tally.misses[i]!, tally.mated[i]!)
    return {
      group,
      subjects: groups.filter((value) => value === i).length,
      threshold,
      ...(fmr ? { fmr } : {}),
      ...(fnmr ? { fnmr } : {}),
    }
  })
}
