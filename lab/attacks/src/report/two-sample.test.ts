import { describe, expect, it } from 'vitest'
import { type Chance, chanceOf } from '../random.js'
import { chanceOfDifference, largestDistance } from './two-sample.js'

/** So many ids of five tries each, every id with a level of its own. */
const ids = (chance: Chance, count: number, shift: number) =>
  Array.from({ length: count }, () => {
    const level = chance.uniform() + shift
    return Array.from({ length: 5 }, () => level + 0.2 * chance.uniform())
  })

describe('the two-sample test', () => {
  it('measures the largest distance between two distributions', () => {
    expect(largestDistance([1, 2, 3, 4], [1, 2, 3, 4])).toBe(0)
    expect(largestDistance([1, 2], [3, 4])).toBe(1)
    expect(largestDistance([1, 2, 3, 4], [3, 4, 5, 6])).toBe(0.5)
    expect(largestDistance([], [1])).toBe(1)
  })

  it('tells apart what differs, by outcomes of two values too', () => {
    const chance = chanceOf(1, 'differs')
    expect(chanceOfDifference(ids(chance, 20, 0.8), ids(chance, 20, 0), chance)).toBeLessThan(0.001)
    const known = Array.from({ length: 20 }, () => [0, 0, 1, 0, 1])
    const unknown = Array.from({ length: 20 }, () => [0, 0, 0, 0, 0])
    expect(chanceOfDifference(known, unknown, chance)).toBeLessThan(0.001)
  })

  it('calls it chance about as often as it says where nothing differs but the ids among themselves', () => {
    const runs = Array.from({ length: 100 }, (_, run) => {
      const chance = chanceOf(run, 'same')
      return chanceOfDifference(ids(chance, 12, 0), ids(chance, 12, 0), chance, 199)
    })
    // Tries taken one by one, as if they were independent, would come below 0.05 in most runs.
    expect(runs.filter((p) => p <= 0.05).length).toBeLessThanOrEqual(12)
    expect(runs.filter((p) => p <= 0.5).length).toBeGreaterThan(30)
  })
})
