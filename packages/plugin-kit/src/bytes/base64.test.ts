import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromBase64, toBase64, toBase64Url } from './base64.js'

describe('base64', () => {
  it('is that of RFC 4648 for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
        expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'))
        expect(fromBase64(toBase64(bytes))).toEqual(bytes)
      }),
    )
  })

  it('takes more bytes than a call has room for as arguments', () => {
    const bytes = new Uint8Array(300_001).fill(0xfb)
    expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
    expect(fromBase64(toBase64(bytes))).toHaveLength(bytes.length)
  })

  it.each(['no base64!', 'AAA=A', 'A'])('takes no bytes from %j', (text) => {
    expect(() => fromBase64(text)).toThrow()
  })
})
