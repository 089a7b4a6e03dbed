import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFrameSplitter } from './frame-splitter.js'

const line = (n: number, seconds: number) =>
  `[Parsed_showinfo_2 @ 0x55] n: ${n} pts: ${n} pts_time:${seconds} duration: 1 fmt:rgb24\n`

describe('frame splitter', () => {
  it('pairs pictures and times in order, however the pipes are cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 30 }), (pixelsCut, textCut) => {
        const splitter = createFrameSplitter(12)
        const bytes = Uint8Array.from({ length: 60 }, (_, i) => Math.floor(i / 12))
        const text = [0, 1, 2, 3, 4].map((n) => line(n, n / 10)).join('')
        for (let i = 0; i < bytes.length; i += pixelsCut)
          splitter.pushPixels(bytes.subarray(i, i + pixelsCut))
        for (let i = 0; i < text.length; i += textCut) splitter.pushText(text.slice(i, i + textCut))
        const found = Array.from({ length: 5 }, () => splitter.take())
        expect(found.map((picture) => picture?.data[0])).toEqual([0, 1, 2, 3, 4])
        expect(found.map((picture) => picture?.timestampMs)).toEqual([0, 100, 200, 300, 400])
        expect(splitter.take()).toBeUndefined()
      }),
    )
  })

  it('waits for both, and keeps the last words that are no times', () => {
    const splitter = createFrameSplitter(3)
    splitter.pushPixels(new Uint8Array(3))
    expect(splitter.take()).toBeUndefined()
    splitter.pushText('x: No such file or directory\n')
    expect(splitter.take()).toBeUndefined()
    splitter.pushText(line(0, 0.5))
    expect(splitter.take()?.timestampMs).toBe(500)
    expect(splitter.lastWords()).toContain('No such file')
  })
})
