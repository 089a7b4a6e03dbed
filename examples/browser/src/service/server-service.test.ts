import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { thinned } from './server-service.js'

describe('thinned', () => {
  it('keeps what the server reads at most, in order, with the first and the last', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (count) => {
        const sent = thinned(Array.from({ length: count }, (_, i) => i))
        expect(sent.length).toBe(Math.min(60, count))
        expect(sent[0]).toBe(0)
        expect(sent.at(-1)).toBe(count - 1)
        expect(new Set(sent).size).toBe(sent.length)
        expect([...sent].sort((a, b) => a - b)).toEqual(sent)
        const gaps = sent.slice(1).map((one, i) => one - sent[i]!)
        if (gaps.length > 0) expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1)
      }),
    )
  })
})
