import { ConfigurationError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import * as full from 'zod'
import * as mini from 'zod/mini'
import { parseOptions, readInput } from './read-input.js'

const share = mini.number().check(mini.minimum(0), mini.maximum(1))
const schema = mini.strictObject({
  accept: mini._default(share, 0.85),
  names: mini.optional(mini.array(mini.string())),
})

describe('readInput', () => {
  it('fills defaults in', () => {
    expect(readInput(schema, {})).toEqual({ ok: true, value: { accept: 0.85 } })
  })

  it('names every place and says what was expected, in English whoever made the schema, and never the value', () => {
    full.config(full.locales.de())
    try {
      const wrong = { accept: 4711, names: ['a', 17] }
      const classic = full.strictObject({ accept: full.number().max(1), names: full.array(full.string()) })
      for (const one of [schema, classic]) {
        const read = readInput(one, wrong)
        expect(read).toEqual({
          ok: false,
          issues: [
            { key: 'accept', message: 'Too big: expected number to be <=1' },
            { key: 'names.1', message: 'Invalid input: expected string, received number' },
          ],
        })
        expect(JSON.stringify(read)).not.toMatch(/4711|17/)
      }
    } finally {
      full.config(full.locales.en())
    }
  })
})

describe('parseOptions', () => {
  it('throws one ConfigurationError for all of them', () => {
    const attempt = () => parseOptions('createX', schema, { accept: -1, extra: true })
    expect(attempt).toThrow(ConfigurationError)
    expect(attempt).toThrow(/^createX: accept: .*>=0; options: Unrecognized key: "extra"\.$/)
    expect(parseOptions('createX', schema, { accept: 0.5 })).toEqual({ accept: 0.5 })
  })
})
