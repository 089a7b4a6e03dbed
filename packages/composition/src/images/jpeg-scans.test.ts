import { describe, expect, it } from 'vitest'
import { countJpegScans } from './jpeg-scans.js'

const START = [0xff, 0xd8]
const END = [0xff, 0xd9]
const SCAN = [0xff, 0xda, 0x00, 0x04, 0x01, 0x02]
const count = (...parts: readonly (readonly number[])[]) => countJpegScans(Uint8Array.from(parts.flat()))

describe('the scans of a JPEG', () => {
  it('are counted, with data, stuffed bytes and restarts in them', () => {
    expect(count(START, SCAN, [1, 2, 0xff, 0x00, 0xda, 0xff, 0xd3, 4], SCAN, [5], END)).toBe(2)
  })

  it('are not looked for inside other segments, nor behind the end', () => {
    const comment = [0xff, 0xfe, 0x00, 2 + SCAN.length, ...SCAN]
    expect(count(START, comment, SCAN, END, SCAN)).toBe(1)
  })

  it('are counted behind garbage and padding, where a decoder finds them too', () => {
    expect(count(START, [7, 7], SCAN, [9], [0xff, 0xff, 0xff], SCAN, END)).toBe(2)
  })

  it('end with the file', () => {
    expect(count(START)).toBe(0)
    expect(count(START, SCAN, [3, 0xff])).toBe(1)
    expect(count(START, [0xff, 0xda])).toBe(1)
    expect(count(START, [0xff, 0xe1, 0x00, 0x00], SCAN)).toBe(1)
  })
})
