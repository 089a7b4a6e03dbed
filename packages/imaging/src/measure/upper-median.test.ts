import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { upperMedian } from './upper-median.js'

describe('upperMedian', () => {
  test('is the middle of the sorted values', () => {
    const anyValues = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true })), {
      minLength: 1,
    })
    fc.assert(
      fc.property(anyValues, (values) => {
        const sorted = Float64Array.from(values).sort()
        const found = upperMedian(Float64Array.from(values))
        // -0 and 0 are equal to the partition and not to sort().
        expect(found === sorted[values.length >> 1]).toBe(true)
      }),
    )
  })

  test('of nothing is NaN', () => {
    expect(upperMedian(new Float64Array(0))).toBeNaN()
  })
})
