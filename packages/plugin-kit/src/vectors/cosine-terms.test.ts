import { EmbeddingMismatchError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { cosineTerms } from './cosine-terms.js'

describe('cosineTerms', () => {
  it('has the dot product and both squared lengths', () => {
    expect(cosineTerms(Float32Array.of(3, 4), Float32Array.of(1, -2))).toEqual({
      dot: -5,
      squaredLengths: [25, 5],
    })
  })

  it('sums in doubles: 512 small products do not drown in a large one', () => {
    const small = new Float32Array(513).fill(2 ** -13)
    small[0] = 1
    expect(cosineTerms(small, small).dot).toBe(1 + 512 * 2 ** -26)
  })

  it.each([
    [[1], [1, 0]],
    [[], []],
  ])('refuses vectors of different or no dimension', (a, b) => {
    expect(() => cosineTerms(Float32Array.from(a), Float32Array.from(b))).toThrow(EmbeddingMismatchError)
  })
})
