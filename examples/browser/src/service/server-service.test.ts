import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { thinned } from './server-service.js'

describe('thinned', () => {
  it('keeps what the server reads at most, from the first to about the last, in equal steps', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (count) => {
        const sent = thinned(Array.from({ length: count }, (_, i) => i))
        expect(sent.length).toBeLessThanOrEqual(60)
        expect(sent.length).toBeGreaterThanOrEqual(Math.min(count, 31))
        const gaps = new Set(sent.slice(1).map((one, i) => one - sent[i]!))
        expect(sent[0]).toBe(0)
        expect(gaps.size).toBeLessThanOrEqual(1)
        expect(count - 1 - sent.at(-1)!).toBeLessThan(count <= 60 ? 1 : Math.ceil(count / 60))
      }),
    )
  })
})
