import { describe, expect, it } from 'vitest'
import { clopperPearson } from '../statistics/clopper-pearson.js'
import { createSeededRandom } from '../statistics/seeded-random.js'
import type { ComparisonSet } from './scored-comparisons.js'
import { bootstrapBySubject, bootstrapBySubjectInTurns } from './subject-bootstrap.js'

/** People with a mated score each, and all non-mated pairs; `difficulty` is shared by a person's scores. */
function population(subjects: number, difficulty: number, seed = 5): ComparisonSet {
  const random = createSeededRandom(seed)
  const hard = Array.from({ length: subjects }, () => random.normal() * difficulty)
  const mated = { scores: [] as number[], first: [] as number[], second: [] as number[] }
  const nonMated = { scores: [] as number[], first: [] as number[], second: [] as number[] }
  for (let a = 0; a < subjects; a++) {
    for (let repeat = 0; repeat < 4; repeat++) {
      mated.scores.push(2 + hard[a]! + random.normal() * 0.5)
      mated.first.push(a)
      mated.second.push(a)
    }
    for (let b = a + 1; b < subjects; b++) {
      nonMated.scores.push(hard[a]! + hard[b]! + random.normal() * 0.5)
      nonMated.first.push(a)
      nonMated.second.push(b)
    }
  }
  const typed = (part: typeof mated) => ({
    scores: Float64Array.from(part.scores),
    first: Uint32Array.from(part.first),
    second: Uint32Array.from(part.second),
  })
  return { mated: typed(mated), nonMated: typed(nonMated), subjects }
}

describe('bootstrapBySubject', () => {
  it('repeats itself for a seed', () => {
    const options = { comparisons: population(30, 0.2), thresholds: [1], targetFmrs: [0.05], replicates: 50 }
    expect(bootstrapBySubject(options)).toEqual(bootstrapBySubject(options))
    expect(bootstrapBySubject({ ...options, seed: 2 })).not.toEqual(bootstrapBySubject(options))
  })

  it('agrees with resampling done the slow way, comparison by comparison', () => {
    const comparisons = population(12, 0.3)
    const result = bootstrapBySubject({ comparisons, thresholds: [1], replicates: 40, confidence: 0.9 })
    // The same draws, with rates counted directly.
    const random = createSeededRandom(1)
    const fmrs: number[] = []
    const fnmrs: number[] = []
    for (let replicate = 0; replicate < 40; replicate++) {
      const people = Array.from({ length: 12 }, () => random.integer(12))
      let trials = 0
      let matches = 0
      let own = 0
      let misses = 0
      for (const a of people) {
        for (const b of people) {
          for (let i = 0; i < comparisons.nonMated.scores.length; i++) {
            if (comparisons.nonMated.first[i] !== a || comparisons.nonMated.second[i] !== b) continue
            trials++
            if (comparisons.nonMated.scores[i]! >= 1) matches++
          }
        }
        for (let i = 0; i < comparisons.mated.scores.length; i++) {
          if (comparisons.mated.first[i] !== a) continue
          own++
          if (comparisons.mated.scores[i]! < 1) misses++
        }
      }
      fmrs.push(matches / trials)
      fnmrs.push(misses / own)
    }
    const at = (values: number[], share: number) => {
      const sorted = values.sort((a, b) => a - b)
      const low = Math.floor(share * 39)
      return sorted[low]! + (sorted[Math.min(39, low + 1)]! - sorted[low]!) * (share * 39 - low)
    }
    const [point] = result.atThresholds
    expect(point!.fmr.lower).toBeCloseTo(at(fmrs, 0.05), 9)
    expect(point!.fmr.upper).toBeCloseTo(at(fmrs, 0.95), 9)
    expect(point!.fnmr.upper).toBeCloseTo(at(fnmrs, 0.95), 9)
    expect(point!.fmrUpper95).toBeCloseTo(at(fmrs, 0.95), 9)
  })

  it('is wider than the binomial interval when a few people cause the errors', () => {
    const ratio = (difficulty: number, threshold: number) => {
      const comparisons = population(60, difficulty)
      const { fmr } = bootstrapBySubject({ comparisons, thresholds: [threshold], replicates: 300 })
        .atThresholds[0]!
      const { scores } = comparisons.nonMated
      const exact = clopperPearson(scores.filter((score) => score >= threshold).length, scores.length)
      return (fmr.upper - fmr.lower) / (exact.upper - exact.lower)
    }
    // Thresholds with about 2 % false matches each.
    expect(ratio(0.6, 2)).toBeGreaterThan(2)
    expect(ratio(0, 1)).toBeLessThan(2)
  })

  it('holds the sample rates inside its intervals', () => {
    const result = bootstrapBySubject({
      comparisons: population(50, 0.3),
      thresholds: [1],
      targetFmrs: [0.01, 0.1],
      replicates: 200,
    })
    expect(result.equalErrorRate.lower).toBeLessThan(result.equalErrorRate.upper)
    const [strict, loose] = result.atTargetFmrs
    expect(loose!.trueAcceptRate.lower).toBeGreaterThanOrEqual(strict!.trueAcceptRate.lower)
  })

  it('refuses one person', () => {
    expect(() => bootstrapBySubject({ comparisons: { ...population(5, 0.1), subjects: 1 } })).toThrow(
      'two subjects',
    )
  })

  it('gives the same in turns, and stops when told', async () => {
    const options = { comparisons: population(20, 0.2), thresholds: [1], replicates: 30 }
    expect(await bootstrapBySubjectInTurns(options)).toEqual(bootstrapBySubject(options))
    const stopped = bootstrapBySubjectInTurns(options, { signal: AbortSignal.abort() })
    await expect(stopped).rejects.toThrow('abort')
  })
})
