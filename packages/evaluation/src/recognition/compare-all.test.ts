import { describe, expect, it } from 'vitest'
import { createSeededRandom } from '../statistics/seeded-random.js'
import { compareAll } from './compare-all.js'

function vectors(count: number, dimension = 7): Float32Array[] {
  const random = createSeededRandom(9)
  return Array.from({ length: count }, () => {
    const vector = Float32Array.from({ length: dimension }, random.normal)
    const length = Math.hypot(...vector)
    return vector.map((value) => value / length)
  })
}

describe('compareAll', () => {
  it('makes every comparison once, with the right people, images and cosine', () => {
    const all = vectors(6)
    const subjects = [40, 40, 7, 7, 7, 3]
    const result = compareAll({ vectors: all, subjects })
    expect(result.subjects).toBe(3)
    expect(result.mated.scores).toHaveLength(1 + 3)
    expect(result.nonMated.scores).toHaveLength(15 - 4)
    expect(result.possibleNonMated).toBe(11)
    for (const [part, images] of [
      [result.mated, result.matedImages],
      [result.nonMated, result.nonMatedImages],
    ] as const) {
      for (let i = 0; i < part.scores.length; i++) {
        const [a, b] = [images.first[i]!, images.second[i]!]
        const expected = all[a]!.reduce((sum, value, k) => sum + value * all[b]![k]!, 0)
        expect(part.scores[i]).toBeCloseTo(expected, 6)
        expect(part.first[i] === part.second[i]).toBe(subjects[a] === subjects[b])
      }
    }
  })

  it('thins non-mated comparisons to a seeded sample and says how many there were', () => {
    const options = {
      vectors: vectors(60),
      subjects: [...Array(60).keys()].map((i) => i >> 1),
      mostNonMated: 300,
    }
    const result = compareAll(options)
    expect(result.mated.scores).toHaveLength(30)
    expect(result.possibleNonMated).toBe(1740)
    expect(Math.abs(result.nonMated.scores.length - 300)).toBeLessThan(100)
    expect(compareAll(options).nonMated.scores).toEqual(result.nonMated.scores)
  })

  it('refuses one person, and people with one image each', () => {
    expect(() => compareAll({ vectors: vectors(2), subjects: [1, 1] })).toThrow('two people')
    expect(() => compareAll({ vectors: vectors(2), subjects: [1, 2] })).toThrow('two images')
  })
})
