import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Problem } from '../problems/problem.js'
import { parseJson } from './parse-json.js'

const parse = (text: string) => parseJson(new TextEncoder().encode(text))

function detailOf(text: string): string {
  try {
    parse(text)
  } catch (error) {
    if (error instanceof Problem && error.code === 'malformed-body') return error.details.detail ?? ''
    throw error
  }
  return 'parsed'
}

describe('JSON of any shape', () => {
  it('that a request may have is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(4), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        expect(parse(text)).toEqual(JSON.parse(text))
      }),
      { seed: 13, numRuns: 500 },
    )
  })

  it('changed at any place is read, or refused as no JSON; nothing else happens', () => {
    const text = JSON.stringify({
      user_id: 'a\\"b\u00e9',
      images: ['QUJD', ''],
      frames: [{ captured_at: -1.5e3, b: null }],
    })
    const edits = fc.array(fc.tuple(fc.nat(text.length), fc.constantFrom(...'{}[]",:\\u0 \n1te')), {
      maxLength: 4,
    })
    fc.assert(
      fc.property(edits, (changes) => {
        const characters = [...text]
        for (const [at, character] of changes) characters[at] = character
        const changed = characters.join('')
        let expected: unknown
        try {
          expected = JSON.parse(changed)
        } catch {
          expect(detailOf(changed)).not.toBe('parsed')
          return
        }
        const detail = detailOf(changed)
        if (detail === 'parsed') expect(parse(changed)).toEqual(expected)
        else expect(detail).toMatch(/key stands twice/)
      }),
      { seed: 13, numRuns: 2000 },
    )
  })

  it.each([
    ['{"a":1,"a":2}', /twice/],
    ['{"a":1,"\\u0061":2}', /twice/],
    ['{"a":{"b":1,"b":2}}', /twice/],
    ['[{"a":1},{"a":2},["a","a"]]', /parsed/],
    ['"\\\\"', /parsed/],
    ['"\\"', /not JSON/],
  ])('repeats no key: %s', (text, expected) => expect(detailOf(text)).toMatch(expected))
})

describe('JSON that costs', () => {
  const many = (unit: string, times: number) => Array(times).fill(unit).join(',')
  it.each([
    ['values', `[${many('1', 60_000)}]`, /more than 50000 values/],
    ['strings', `[${many('""', 60_000)}]`, /more than 50000 values/],
    ['objects', `[${many('{}', 60_000)}]`, /more than 50000 values/],
    ['keys', `{${Array.from({ length: 60_000 }, (_, i) => `"${i}":0`)}}`, /more than 50000 values/],
    ['escaped quotes', `["${'\\"'.repeat(60_000)}"]`, /more than 50000 values/],
    ['spaces', `{"a"${' '.repeat(1_000_001)}:1}`, /too much white space/],
    ['line breaks', '\n'.repeat(1_000_001), /too much white space/],
    ['levels', '['.repeat(17) + ']'.repeat(17), /deeper than 16/],
    ['levels without end', '['.repeat(5_000_000), /deeper than 16/],
    ['digits', `[${'1'.repeat(65)}]`, /more than 64 characters/],
    ['digits and nothing else', '1'.repeat(65), /more than 64 characters/],
    ['of the digits that may be', '1'.repeat(64), /parsed/],
    ['of what a stream has', `[${many(`{"image":"QUJD","captured_at":${'1'.repeat(20)}}`, 600)}]`, /parsed/],
    ['of what may be nested', '['.repeat(16) + ']'.repeat(16), /parsed/],
  ])('is refused before it is parsed: too many %s', (_, text, expected) => {
    expect(detailOf(text)).toMatch(expected)
  })
})
