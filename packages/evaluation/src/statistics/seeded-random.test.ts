import { expect, it } from 'vitest'
import { createSeededRandom } from './seeded-random.js'

it('repeats itself for a seed and differs for another', () => {
  const draw = (seed: number) => Array.from({ length: 5 }, createSeededRandom(seed).next)
  expect(draw(7)).toEqual(draw(7))
  expect(draw(7)).not.toEqual(draw(8))
})

it('is uniform and normal as promised', () => {
  const random = createSeededRandom(1)
  const buckets = new Array<number>(10).fill(0)
  let sum = 0
  let squares = 0
  const draws = 20_000
  for (let i = 0; i < draws; i++) {
    buckets[random.integer(10)]!++
    const value = random.normal()
    sum += value
    squares += value * value
  }
  // Chi-squared with 9 degrees of freedom: above 27.9 one time in a thousand; the seed is fixed.
  const chiSquared = buckets.reduce((total, n) => total + (n - draws / 10) ** 2 / (draws / 10), 0)
  expect(chiSquared).toBeLessThan(27.9)
  expect(Math.abs(sum / draws)).toBeLessThan(0.03)
  expect(squares / draws).toBeCloseTo(1, 1)
})
