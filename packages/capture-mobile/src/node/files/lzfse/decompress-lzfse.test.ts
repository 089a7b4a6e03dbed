import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decompressLzfse } from './decompress-lzfse.js'

const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))

// Outputs of Apple's own encoder: LZVN of "abc" a hundred times, LZFSE of 4096 times "A", and LZFSE of a file of
// 14,047 bytes that is known by its SHA-256 (the vectors of dissect.util, which name their digests).
const ABC = hex('6276786e2c01000013000000c803616263f0fff005e163060000000000000062767824')
const LETTERS = hex(
  '6276783200100000040000000003007000000000000c0050830000002490000ce7d75c030000005c03000000c04ff0937c0f00000000000000000000000000000000000000000000000000000000000000c0a30f000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000003456ff3f62767824',
)
const FILE = hex(
  '62767832df360000a401200e000d0030b92c8bef56220070a5000000398470085f00b0000000383e59c0f1090000005fc027710c0000fc031c1f03c7700cc70000000000000000006c00003600000000005f07000000e700000000100060418004120000e06338f9061e8067629dacdf013e836fe041f807be80fd14fc0e3fc29f704700000000000000000000000000000000000000000000000000000000000000000000000000101288d24318d9f446277ac6885a4b5dea360854e4c4616262d667f9f1ff53187e598fe2f5ddf7b768f4bcc1f6441b9e55e0d1be84b4b91544337f11c4d0d615068c79817f5d19f209c83975cf9669b7f3d1024d9cc795e8ac449090696a7660585fac1a891c40557bb46c1b62a35ab2608d574e82ba9f3956d0f811370c78d69b24240ffd80ec4eccb6dc1e7f1c6f2f276a71e9c73183844c3dce83088eeed6c77c3e35316f414db430fcd2e22d0c07998d601addd5907f852df080386fe69eb78675198704b4bf5361caaf482e9333c6de0d46fbf87b4387fc6ac571160300000000000000000066b7fffffff3fffa3ff7ff1fd2273e1f85c5f04f0f4945ab8462767824',
)

describe('decompressLzfse', () => {
  it("reads what Apple's encoder writes", () => {
    expect(Buffer.from(decompressLzfse(ABC, 300)).toString()).toBe('abc'.repeat(100))
    expect(Buffer.from(decompressLzfse(LETTERS, 4096)).toString()).toBe('A'.repeat(4096))
    expect(createHash('sha256').update(decompressLzfse(FILE, 0x36df)).digest('hex')).toBe(
      '73d3dd96ca2e2f0144a117019256d770ee7c6febeaee09b24956c723ae22b529',
    )
  })

  it('reads blocks one after the other, and stored ones', () => {
    const stored = Buffer.concat([Buffer.from('bvx-'), Buffer.from([3, 0, 0, 0]), Buffer.from('xyz')])
    const joined = new Uint8Array(Buffer.concat([stored, ABC.subarray(0, -4), LETTERS]))
    const text = Buffer.from(decompressLzfse(joined, 3 + 300 + 4096)).toString()
    expect(text).toBe(`xyz${'abc'.repeat(100)}${'A'.repeat(4096)}`)
  })

  it('gives a typed error or the right number of bytes for any edits', () => {
    fc.assert(
      fc.property(
        fc.constantFrom([ABC, 300] as const, [LETTERS, 4096] as const, [FILE, 0x36df] as const),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 }),
        fc.nat(),
        ([bytes, length], edits, cut) => {
          const changed = bytes.slice(0, cut % 4 === 0 ? cut % bytes.length : bytes.length)
          for (const [at, value] of edits) if (changed.length > 0) changed[at % changed.length] = value
          try {
            expect(decompressLzfse(changed, length)).toHaveLength(length)
          } catch (error) {
            expect(error).toMatchObject({ name: 'CaptureError', code: 'malformed-recording' })
          }
        },
      ),
      { numRuns: 600 },
    )
  })

  it.each([
    ['more than was expected', ABC, 299],
    ['less than was expected', ABC, 301],
    ['no end', ABC.subarray(0, -4), 300],
    ['nothing', new Uint8Array(0), 0],
    ['another format', new Uint8Array(Buffer.from('bvx1....')), 4],
  ])('refuses %s', (_, bytes, length) => {
    expect(() => decompressLzfse(bytes, length)).toThrow(/LZFSE data is malformed/)
  })
})
