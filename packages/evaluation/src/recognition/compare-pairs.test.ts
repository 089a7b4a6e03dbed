import { describe, expect, it } from 'vitest'
import { comparePairs } from './compare-pairs.js'

const at = (degrees: number) => {
  const radians = (degrees * Math.PI) / 180
  return Float32Array.of(Math.cos(radians), Math.sin(radians))
}
const vectors = [at(0), at(60), undefined, at(90), at(180)]
const pairs = [
  { first: 0, second: 1, mated: true },
  { first: 0, second: 3, mated: false },
  { first: 0, second: 2, mated: true },
  { first: 1, second: 4, mated: false },
]

describe('comparePairs', () => {
  it('gives the cosine of every pair in order and counts what an image without template costs', () => {
    const { scores, notMade } = comparePairs({ vectors, pairs })
    expect(scores.map((score) => score?.toFixed(4))).toEqual(['0.5000', '0.0000', undefined, '-0.5000'])
    expect(notMade).toEqual({ mated: 1, nonMated: 0 })
  })

  it('keeps people together across pairs when they are known', () => {
    const { comparisons } = comparePairs({ vectors, pairs, subjects: [7, 7, 7, 9, 11] })
    expect(comparisons.subjects).toBe(3)
    expect([...comparisons.mated.first]).toEqual([...comparisons.mated.second])
    expect([...comparisons.nonMated.first]).toEqual([0, 0])
    expect([...comparisons.nonMated.second]).toEqual([1, 2])
    expect([...comparisons.nonMatedImages.second]).toEqual([3, 4])
  })

  it('gives every pair people of its own when nobody is known', () => {
    expect(comparePairs({ vectors, pairs }).comparisons.subjects).toBe(1 + 2 + 2)
  })

  it('refuses a list with nothing left of one kind', () => {
    expect(() => comparePairs({ vectors, pairs: pairs.slice(1) })).toThrow('0 mated and 2 non-mated')
  })
})
