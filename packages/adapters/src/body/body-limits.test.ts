import { describe, expect, it } from 'vitest'
import { Problem } from '../problems/problem.js'
import { decodeBase64 } from './decode-base64.js'
import { parseForm } from './parse-form.js'
import { parseJson } from './parse-json.js'
import { parseMultipart } from './parse-multipart.js'
import { declaredLength, readBody } from './read-body.js'
import { scanJson } from './scan-json.js'

const codeOf = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const [issue] = error.details.issues ?? []
    return issue === undefined ? error.code : `${error.code} ${issue.path}`
  }
  return 'read'
}
const bytesOf = (text: string) => new TextEncoder().encode(text)

describe('a JSON body', () => {
  it('has 50,000 values and keys at most, escaped quotes among them', () => {
    const values = (count: number) => `[${Array.from({ length: count - 1 }, () => '1').join()}]`
    expect(codeOf(() => scanJson(values(50_000)))).toBe('read')
    expect(codeOf(() => scanJson(values(50_001)))).toBe('malformed-body')
    const quotes = (count: number) => `"${'\\"'.repeat(count - 1)}"`
    expect(codeOf(() => scanJson(quotes(50_000)))).toBe('read')
    expect(codeOf(() => scanJson(quotes(50_001)))).toBe('malformed-body')
  })

  it('is 16 levels deep, with numbers of 64 characters and a million of white space, and not more', () => {
    const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
    expect([16, 17].map((levels) => codeOf(() => scanJson(deep(levels))))).toEqual(['read', 'malformed-body'])
    // Side by side they are no deeper.
    expect(codeOf(() => scanJson(`[${Array.from({ length: 40 }, () => '[{}]').join()}]`))).toBe('read')
    const number = (digits: number) => `[${'1'.repeat(digits)},${'2'.repeat(digits)} ,3]`
    expect([64, 65].map((digits) => codeOf(() => scanJson(number(digits))))).toEqual([
      'read',
      'malformed-body',
    ])
    const spaced = (spaces: number) => `{"a"${' '.repeat(spaces)}:1}`
    expect([500_000, 500_001].map((spaces) => codeOf(() => scanJson(spaced(spaces))))).toEqual([
      'read',
      'malformed-body',
    ])
  })

  it('has no key twice in one object, however it is written, and may have it in two', () => {
    expect(codeOf(() => scanJson('{"a":1,"\\u0061":2}'))).toBe('malformed-body')
    expect(codeOf(() => scanJson('{"a":{"a":1},"b":[{"a":1},{"a":"a"}]}'))).toBe('read')
    expect(codeOf(() => scanJson('["a","a"]'))).toBe('read')
    expect(codeOf(() => scanJson('{"a":"b","b":"a"}'))).toBe('read')
    expect(codeOf(() => scanJson('{"a" :1,"a" :2}'))).toBe('malformed-body')
    expect(codeOf(() => scanJson('"a\\\\"'))).toBe('read')
    expect(codeOf(() => scanJson('"a\\"'))).toBe('malformed-body')
  })

  it('is UTF-8', () => {
    expect(parseJson(bytesOf('{"a":"ü"}'))).toEqual({ a: 'ü' })
    expect(codeOf(() => parseJson(Uint8Array.of(0x22, 0xff, 0x22)))).toBe('malformed-body')
    expect(codeOf(() => parseJson(bytesOf('{a:1}')))).toBe('malformed-body')
  })
})

describe('a form', () => {
  const type = 'multipart/form-data; boundary=b'
  const part = (name: string, value: string, more = '') =>
    `--b\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`
  const form = (...parts: string[]) => bytesOf(`${parts.join('')}--b--\r\n`)
  const file = '; filename="f"'
  const read = (...parts: string[]) => parseForm(form(...parts), type)
  const text = (value: unknown) => new TextDecoder().decode(value as Uint8Array)

  it('is read part by part, with what came before the first left out', () => {
    const parts = parseMultipart(bytesOf(`before\r\n${part('a', '1')}${part('b', '', file)}--b--`), type, 9)
    expect(parts.map(({ name, isFile, bytes }) => [name, isFile, text(bytes)])).toEqual([
      ['a', false, '1'],
      ['b', true, ''],
    ])
    expect(parseMultipart(form(), type, 0)).toEqual([])
    expect(parseMultipart(form(part('a%22b%0D%0A%0d%41', '')), type, 1)[0]?.name).toBe('a"b\r\n\r%41')
  })

  it('has so many parts, and 2 KB of headers for each', () => {
    expect(codeOf(() => parseMultipart(form(part('a', ''), part('b', '')), type, 2))).toBe('read')
    expect(codeOf(() => parseMultipart(form(part('a', ''), part('b', '')), type, 1))).toBe('invalid-request')
    const head = 'Content-Disposition: form-data; name="a"'
    const padded = (length: number) => bytesOf(`--b\r\n${head}\r\nX: ${'x'.repeat(length)}\r\n\r\n\r\n--b--`)
    // From the line break before the headers to the one that ends them.
    const room = 2048 - `\r\n${head}\r\nX: `.length
    expect([room, room + 1].map((length) => codeOf(() => parseMultipart(padded(length), type, 1)))).toEqual([
      'read',
      'malformed-body',
    ])
  })

  it.each([
    ['no boundary', 'multipart/form-data', form()],
    ['another boundary', 'multipart/form-data; boundary=c', form()],
    ['no end', type, bytesOf(part('a', '1'))],
    ['nothing behind a boundary', type, bytesOf('--b')],
    ['something behind a boundary', type, bytesOf(`--bx\r\n\r\n\r\n--b--`)],
    ['half an end', type, bytesOf('--b-x\r\n\r\n--b--')],
    ['headers without end', type, bytesOf('--b\r\nContent-Disposition: form-data; name="a"\r\n--b--')],
    ['no name', type, bytesOf('--b\r\nContent-Disposition: form-data\r\n\r\n\r\n--b--')],
    ['no disposition', type, bytesOf('--b\r\nX: y\r\n\r\n\r\n--b--')],
    [
      'another disposition',
      type,
      bytesOf('--b\r\nContent-Disposition: attachment; name="a"\r\n\r\n\r\n--b--'),
    ],
    ['a name twice', type, form(part('a', '1', '; name="b"'))],
    ['a transfer encoding', type, form(part('a', '1', '\r\nContent-Transfer-Encoding: base64'))],
    ['two dispositions', type, form(part('a', '1', '\r\nContent-Disposition: form-data; name="b"'))],
    ['text that is no UTF-8', type, new Uint8Array(Buffer.from(`${part('a', '\xff')}--b--`, 'latin1'))],
  ])('with %s is none', (_, contentType, bytes) => {
    expect(codeOf(() => parseForm(bytes, contentType))).toBe('malformed-body')
  })

  it('says of itself what JSON says: pictures, flags and text', () => {
    const given = read(
      part('user_id', 'ada'),
      part('images', 'one', file),
      part('images[]', 'two', file),
      part('replace', 'true'),
    ) as {
      images: Uint8Array[]
    }
    expect(given).toMatchObject({ user_id: 'ada', replace: true })
    expect(given.images.map(text)).toEqual(['one', 'two'])
    expect(read(part('replace', 'false'), part('replace_override', 'yes'), part('other', 'true'))).toEqual({
      replace: false,
      replace_override: 'yes',
      other: 'true',
    })
    expect(read(part('images', 'aGk='))).toEqual({ images: ['aGk='] })
    expect(read()).toEqual({})
    expect(Object.keys(read(part('__proto__', 'x')) as object)).toEqual(['__proto__'])
  })

  it('is a stream where it has times, depth or packets', () => {
    const times = part('captured_at', '100') + part('captured_at', '200')
    const images = part('images', 'a') + part('images', 'b')
    const depth = part('depth', 'c') + part('depth', 'd')
    expect(read(images, times)).toEqual({
      frames: [
        { image: 'a', captured_at: 100 },
        { image: 'b', captured_at: 200 },
      ],
    })
    expect(read(images, times, depth)).toMatchObject({
      frames: [{ depth: { data: 'c' } }, { depth: { data: 'd' } }],
    })
    expect(read(part('packets', 'p'), part('packets', 'q'), times)).toEqual({
      frames: [
        { packet: 'p', captured_at: 100 },
        { packet: 'q', captured_at: 200 },
      ],
    })
    expect(read(part('images', 'a'), part('captured_at', ' '))).toEqual({
      frames: [{ image: 'a', captured_at: ' ' }],
    })
  })

  it.each([
    ['a field twice', [part('user_id', 'a'), part('user_id', 'b')], 'invalid-request user_id'],
    ['a file where text belongs', [part('user_id', 'a', file)], 'invalid-request user_id'],
    [
      'fewer times than pictures',
      [part('images', 'a'), part('images', 'b'), part('captured_at', '1')],
      'invalid-request captured_at',
    ],
    ['depth without times', [part('images', 'a'), part('depth', 'b')], 'invalid-request captured_at'],
    ['packets without times', [part('packets', 'a')], 'invalid-request captured_at'],
    [
      'less depth than pictures',
      [
        part('images', 'a'),
        part('images', 'b'),
        part('captured_at', '1'),
        part('captured_at', '2'),
        part('depth', 'b'),
      ],
      'invalid-request depth',
    ],
    [
      'packets beside pictures',
      [part('packets', 'a'), part('images', 'b'), part('captured_at', '1')],
      'invalid-request packets',
    ],
    [
      'packets beside depth',
      [part('packets', 'a'), part('depth', 'b'), part('captured_at', '1')],
      'invalid-request packets',
    ],
  ])('with %s is refused by name', (_, parts, expected) => {
    expect(codeOf(() => read(...parts))).toBe(expected)
  })

  it('names a part that is not expected by 64 characters at most', () => {
    expect(codeOf(() => read(part('x'.repeat(70), '', file)))).toBe(`invalid-request ${'x'.repeat(64)}`)
  })
})

describe('base64', () => {
  it('is decoded with line breaks and as a data URL of a picture, and nothing else is', () => {
    const of = (value: string) => Buffer.from(decodeBase64(value) ?? 'none').toString('latin1')
    expect([of('aGk='), of('aG\r\nk='), of('data:image/PNG;base64,aGk='), of('//8=')]).toEqual([
      'hi',
      'hi',
      'hi',
      '\xff\xff',
    ])
    for (const none of ['', 'a*', 'data:text/plain;base64,aGk=', 'https://a.b/c', 'data:image/png,aGk='])
      expect(of(none)).toBe('none')
  })
})

describe('a body', () => {
  const pace = { graceMs: 60_000, bytesPerSecond: 1 }
  const reading = (body: BodyInit, more: object = {}, headers: Record<string, string> = {}) =>
    readBody(new Request('http://a/', { method: 'POST', body, headers }), {
      limitBytes: 10,
      pace,
      mayGrow: () => true,
      signal: new AbortController().signal,
      ...more,
    }).then(
      (bytes) => `${bytes.length} bytes`,
      (error: Problem) =>
        `${error.code ?? error.message} ${error.details?.headers?.['connection'] ?? ''}`.trim(),
    )

  it('is read up to its limit, and one byte more is refused, declared or not', async () => {
    expect(await reading('x'.repeat(10))).toBe('10 bytes')
    expect(await reading('x'.repeat(11))).toBe('body-too-large close')
    expect(await reading('x', {}, { 'content-length': '10' })).toBe('1 bytes')
    expect(await reading('x', {}, { 'content-length': '11' })).toBe('body-too-large close')
    const length = (value?: string) =>
      declaredLength(new Request('http://a/', { headers: value ? { 'content-length': value } : {} }))
    expect([length(), length('12')]).toEqual([undefined, 12])
  })

  it('is refused compressed, where there is no memory for it, and when who sent it left', async () => {
    expect(await reading('x', {}, { 'content-encoding': 'gzip' })).toBe('unsupported-media-type')
    expect(await reading('x', {}, { 'content-encoding': 'Identity' })).toBe('1 bytes')
    expect(await reading('x', { mayGrow: () => false })).toBe('overloaded')
    expect(await reading('x', { signal: AbortSignal.abort(new Error('left')) })).toBe('left')
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) })
    const request = new Request('http://a/', { method: 'POST', body: broken, duplex: 'half' } as RequestInit)
    const read = readBody(request, {
      limitBytes: 10,
      pace,
      mayGrow: () => true,
      signal: new AbortController().signal,
    })
    await expect(read).rejects.toMatchObject({ code: 'malformed-body' })
  })
})
