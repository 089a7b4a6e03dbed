import { expect, it } from 'vitest'
import { probit } from './probit.js'

// scipy 1.17.1: norm.ppf
it.each([
  [1e-9, -5.9978070150076865],
  [1e-4, -3.7190164854556804],
  [0.01, -2.3263478740408408],
  [0.3, -0.5244005127080409],
  [0.5, 0],
  [0.975, 1.959963984540054],
  [0.9999, 3.719016485455709],
])('probit(%f) agrees with scipy', (probability, expected) => {
  expect(probit(probability)).toBeCloseTo(expected, 7)
})

it('is infinite at the ends', () => {
  expect(probit(0)).toBe(Number.NEGATIVE_INFINITY)
  expect(probit(1)).toBe(Number.POSITIVE_INFINITY)
})
