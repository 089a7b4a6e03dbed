import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromBase64, toBase64, toBase64Url } from './base64.js'

describe('base64', () => {
  it('is that of RFC 4648 for any bytes, also for more than one call may be given at once', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constant(new Uint8Array(300_001).fill(0xfb)))
    fc.assert(
      fc.property(bytes, (given) => {
        expect(toBase64(given)).toBe(Buffer.from(given).toString('base64'))
        expect(toBase64Url(given)).toBe(Buffer.from(given).toString('base64url'))
        expect(fromBase64(toBase64(given))).toEqual(given)
      }),
      { seed: 14, numRuns: 50 },
    )
  })

  it.each(['no base64!', 'AAA=A', 'A'])('takes no bytes from %j', (text) => {
    expect(() => fromBase64(text)).toThrow()
  })
})
