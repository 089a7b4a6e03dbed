import { expect, it } from 'vitest'
import { DEFAULT_EMBEDDER } from './default-embedder.js'

it('The population of the default embedder lies where strangers do: unit vectors at a mean cosine near 0.69', async () => {
  const { mean, factors, rest = 0 } = await DEFAULT_EMBEDDER.population!()
  const squared = (vector: Float32Array) => vector.reduce((sum, value) => sum + value * value, 0)
  expect(mean).toHaveLength(DEFAULT_EMBEDDER.dimension)
  // The mean cosine of two strangers is the squared length of the mean.
  expect(squared(mean)).toBeGreaterThan(0.66)
  expect(squared(mean)).toBeLessThan(0.72)
  const variance = factors.reduce((sum, factor) => sum + squared(factor), 0) + mean.length * rest ** 2
  expect(squared(mean) + variance).toBeCloseTo(1, 1)
})
