import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Problem } from '../problems/problem.js'
import { parseMultipart } from './parse-multipart.js'

const TYPE = 'multipart/form-data; boundary=x'
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'))
const parse = (text: string, type = TYPE, most = 100) => parseMultipart(bytesOf(text), type, most)
const part = (headers: string, body: string) => `--x\r\n${headers}\r\n\r\n${body}\r\n`
const NAMED = 'content-disposition: form-data; name="a"'
const END = '--x--\r\n'

function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
  return 'parsed'
}

describe('a form', () => {
  it('that any runtime writes is read as it was written', async () => {
    const name = fc.constantFrom('user_id', 'images', 'ä"\r\n', '%22', 'images[]')
    const value = fc.oneof(
      fc.string(),
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom('\r\n--', '\r\n\r\n', '--'),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, value), { minLength: 1, maxLength: 8 }), async (entries) => {
        const form = new FormData()
        for (const [key, content] of entries) {
          if (typeof content === 'string') form.append(key, content)
          else form.append(key, new Blob([Uint8Array.from(content)]), 'a "quoted"; name="b".jpg')
        }
        const written = new Response(form)
        const type = written.headers.get('content-type') ?? ''
        const parts = parseMultipart(new Uint8Array(await written.arrayBuffer()), type, 8)
        const expected = await Promise.all(
          [...form].map(async ([, content]) =>
            typeof content === 'string'
              ? // Line breaks of text are CRLF in a form.
                Buffer.from(content.replace(/\r\n|\r|\n/g, '\r\n'))
              : Buffer.from(await content.arrayBuffer()),
          ),
        )
        expect(parts.map(({ bytes }) => Buffer.from(bytes).toString('hex'))).toEqual(
          expected.map((one) => one.toString('hex')),
        )
        expect(parts.map(({ isFile }) => isFile)).toEqual(
          entries.map(([, content]) => typeof content !== 'string'),
        )
      }),
      { seed: 13, numRuns: 200 },
    )
  })

  it.each([
    ['in quotes', 'multipart/form-data; boundary="x"'],
    ['with a charset', 'multipart/form-data; charset=utf-8; Boundary=x; a=b'],
  ])('has its boundary %s', (_, type) => {
    expect(parse(part(NAMED, 'v') + END, type)).toHaveLength(1)
  })

  it.each([
    ['names and files', `${NAMED}; filename="b; name=c.jpg"`, { name: 'a', isFile: true }],
    ['an escaped quote', 'Content-Disposition: form-data; name="a%22b"', { name: 'a"b', isFile: false }],
    ['names without quotes', 'content-disposition: form-data; name=a', { name: 'a', isFile: false }],
    ['other headers', `x-a: b\r\n${NAMED}\r\ncontent-type: text/plain`, { name: 'a', isFile: false }],
    ['a file without a name', `${NAMED}; filename=""`, { name: 'a', isFile: true }],
  ])('may have %s', (_, headers, expected) => {
    expect(parse(part(headers, 'v') + END)).toMatchObject([expected])
  })

  it.each([
    ['no end', part(NAMED, 'v')],
    ['no part', 'v'],
    ['no headers', '--x\r\n\r\nv\r\n--x--'],
    ['no name', part('content-disposition: form-data', 'v') + END],
    ['two names', part(`${NAMED}; name="b"`, 'v') + END],
    ['two dispositions', part(`${NAMED}\r\n${NAMED}`, 'v') + END],
    ['another disposition', part('content-disposition: attachment; name="a"', 'v') + END],
    ['an encoding', part(`${NAMED}\r\ncontent-transfer-encoding: base64`, 'dg==') + END],
    ['long headers', part(`${NAMED}; filename="${'a'.repeat(3000)}"`, 'v') + END],
    ['something behind a boundary', `--xy\r\n${NAMED}\r\n\r\nv\r\n--x--`],
  ])('with %s is none', (_, text) => {
    expect(codeOf(() => parse(text))).toBe('malformed-body')
  })

  it.each(['', '; boundary=', `; boundary=${'x'.repeat(71)}`, '; boundary="x'])(
    'with the type %j is none',
    (rest) => {
      expect(codeOf(() => parse(part(NAMED, 'v') + END, `multipart/form-data${rest}`))).toBe('malformed-body')
    },
  )

  it('has so many parts at most, and is not read further', () => {
    expect(parse(part(NAMED, 'v').repeat(3) + END, TYPE, 3)).toHaveLength(3)
    expect(codeOf(() => parse(`${part(NAMED, 'v').repeat(4)}and no end`, TYPE, 3))).toBe('invalid-request')
  })

  it('gives empty values and values with line breaks whole', () => {
    const values = ['', '\r\n', 'a\r\n', '\r\n\r\n--', '\r\n--']
    const parts = parse(values.map((value) => part(NAMED, value)).join('') + END)
    expect(parts.map(({ bytes }) => Buffer.from(bytes).toString('latin1'))).toEqual(values)
  })
})
