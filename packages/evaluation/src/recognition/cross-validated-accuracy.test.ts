import { describe, expect, it } from 'vitest'
import { createSeededRandom } from '../statistics/seeded-random.js'
import { crossValidateAccuracy, mostAccurateThreshold, splitIntoFolds } from './cross-validated-accuracy.js'

const pair = (score: number, mated: boolean) => ({ score, mated })

/** Plain search over every distinct decision, as slow and as simple as it gets. */
function slowAccuracy(folds: { score: number; mated: boolean }[][]): number {
  const parts = folds.map((fold, left) => {
    const training = folds.filter((_, i) => i !== left).flat()
    let best = { right: -1, threshold: 0 }
    const sorted = [...new Set(training.map(({ score }) => score))].sort((a, b) => a - b)
    const candidates = [-9, ...sorted.slice(1).map((score, i) => (score + sorted[i]!) / 2), 9]
    for (const threshold of candidates) {
      const right = training.filter(({ score, mated }) => score >= threshold === mated).length
      if (right > best.right) best = { right, threshold }
    }
    return fold.filter(({ score, mated }) => score >= best.threshold === mated).length / fold.length
  })
  return parts.reduce((sum, value) => sum + value, 0) / parts.length
}

describe('crossValidateAccuracy', () => {
  it('is right by hand', () => {
    const clean = [pair(0.9, true), pair(0.1, false)]
    const odd = [pair(0.2, true), pair(0.15, false)]
    const result = crossValidateAccuracy([clean, clean, odd])
    // The third fold's mated pair lies below the clean folds' threshold of 0.5. For the others the training
    // folds leave a threshold of 0.175, which decides them rightly.
    expect(result.folds.map(({ accuracy }) => accuracy)).toEqual([1, 1, 0.5])
    expect(result.accuracy).toBeCloseTo(5 / 6, 12)
    expect(result.standardDeviation).toBeCloseTo(Math.sqrt((2 * (1 / 6) ** 2 + (1 / 3) ** 2) / 2), 12)
    expect(result.standardError).toBeCloseTo(result.standardDeviation / Math.sqrt(3), 12)
  })

  it('agrees with an independent slow search on ten folds', () => {
    const random = createSeededRandom(3)
    const folds = Array.from({ length: 10 }, () =>
      Array.from({ length: 40 }, (_, i) => pair(random.normal() * 0.5 + (i % 2), i % 2 === 1)),
    )
    expect(crossValidateAccuracy(folds).accuracy).toBeCloseTo(slowAccuracy(folds), 12)
  })

  it('refuses one fold', () => {
    expect(() => crossValidateAccuracy([[pair(1, true)]])).toThrow('two folds')
  })
})

it('puts the threshold in the middle of the best gap', () => {
  expect(mostAccurateThreshold([pair(0.2, false), pair(0.4, false), pair(0.8, true)])).toBeCloseTo(0.6, 12)
})

it('splits one list into folds that hold both kinds in the list order', () => {
  const list = [...Array(50).keys()].map((i) => pair(i, i < 25))
  const folds = splitIntoFolds(list, 10)
  expect(folds).toHaveLength(10)
  for (const fold of folds) expect(new Set(fold.map(({ mated }) => mated)).size).toBe(2)
  expect(folds.flat().sort((a, b) => a.score - b.score)).toEqual(list)
})
