import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { enrollResponseSchema, problemSchema, verifyResponseSchema } from '../src/schemas/responses.js'
import { type Answer, harness, picture } from './api-harness.js'

const unhandled: unknown[] = []
const note = (reason: unknown) => unhandled.push(reason)
beforeAll(() => {
  process.on('unhandledRejection', note)
})
afterAll(() => {
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
})

const freely = { burst: 0, perMinute: 1 }
const attempts = { freeFailures: 10, delayMs: 0, stopAfter: 1000, perClient: freely, perTenant: freely }
const api = () => harness({ attempts, bodyLimitBytes: 262_144 })

/** Whatever is sent, the answer is one of those promised, and never a 5xx: nothing here is the server's fault. */
function expectPromised({ status, headers, body }: Answer): void {
  expect(status).toBeLessThan(500)
  if (status === 200 || status === 201) return
  expect(headers.get('content-type')).toBe('application/problem+json')
  expect(problemSchema.parse(body).status).toBe(status)
}

const TARGETS: readonly (readonly [string, string])[] = [
  ['POST', '/enroll'],
  ['POST', '/verify'],
  ['POST', '/challenges'],
  ['GET', '/users/ada'],
  ['DELETE', '/users/ada'],
  ['POST', '/users/ada/unlock'],
  ['GET', '/health'],
  ['GET', '/readyz'],
  ['GET', '/livez'],
  ['GET', '/metrics'],
  ['GET', '/openapi.json'],
  ['GET', '/docs'],
]
const target = fc.constantFrom(...TARGETS)

const anyImage = fc.oneof(
  fc.constant(picture({ angle: 0 })),
  fc.base64String(),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'binary' }).map((text) => `data:image/png;base64,${text}`),
  fc.jsonValue(),
)
const nearlyRight = fc.record(
  {
    user_id: fc.oneof(fc.constant('ada'), fc.string({ unit: 'binary', maxLength: 300 }), fc.jsonValue()),
    images: fc.oneof(fc.array(anyImage, { maxLength: 12 }), fc.jsonValue()),
    frames: fc.array(
      fc.record(
        { image: anyImage, captured_at: fc.oneof(fc.double(), fc.jsonValue()), depth: fc.jsonValue() },
        { requiredKeys: [] },
      ),
      { maxLength: 4 },
    ),
    challenge_id: fc.oneof(fc.base64String({ minLength: 20, maxLength: 24 }), fc.jsonValue()),
    operation: fc.oneof(fc.constantFrom('enroll', 'verify'), fc.jsonValue()),
    replace: fc.oneof(fc.boolean(), fc.jsonValue()),
    replace_override: fc.oneof(fc.boolean(), fc.jsonValue()),
    cannot: fc.oneof(fc.array(fc.constantFrom('turn-left', 'smile')), fc.jsonValue()),
    consent_reference: fc.jsonValue(),
  },
  { requiredKeys: [] },
)

const CORPUS: Readonly<Record<string, string | Uint8Array>> = {
  nothing: '',
  'truncated JSON': '{"user_id":"ada","images":["',
  'duplicate keys': '{"user_id":"ada","user_id":"bo","images":["aa"]}',
  'duplicate keys behind an escape': '{"user_id":"ada","\\u0075ser_id":"bo","images":["aa"]}',
  'prototype pollution': '{"__proto__":{"admin":true},"user_id":"ada","images":["aa"]}',
  'constructor pollution': '{"constructor":{"prototype":{"admin":true}},"user_id":"ada","images":["aa"]}',
  'a nest of arrays': '['.repeat(100_000) + ']'.repeat(100_000),
  'a nest of arrays as images': `{"user_id":"ada","images":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
  'ten thousand images': `{"user_id":"ada","images":[${Array(10_000).fill('"aa"').join(',')}]}`,
  'no UTF-8': Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d),
  'UTF-16': Buffer.from('{"user_id":"ada"}', 'utf16le'),
  'huge number': `{"user_id":"ada","frames":[{"image":"aa","captured_at":1e999}]}`,
  'many backslashes': `{"user_id":"${'\\\\'.repeat(100_000)}","images":["aa"]}`,
  'many keys': `{${Array.from({ length: 20_000 }, (_, i) => `"k${i}":0`).join(',')}}`,
  'over the limit': `{"user_id":"ada","images":["${'A'.repeat(300_000)}"]}`,
  'a zip': Buffer.from('504b0304140000000800', 'hex'),
}

describe('the corpus', () => {
  it.each(Object.keys(CORPUS))('gets a promised answer on every route: %s', async (name) => {
    const { send, api: faces } = api()
    for (const [method, path] of TARGETS) {
      if (method !== 'POST') continue
      const headers = { 'content-type': 'application/json' }
      const body = CORPUS[name] as BodyInit
      const response = await faces.fetch(new Request(`http://localhost${path}`, { method, headers, body }))
      if (path.endsWith('/unlock')) continue
      const problem = problemSchema.parse(await response.json())
      expect(problem.status, path).toBe(response.status)
      expect(response.status, path).toBeLessThan(500)
      expect(response.status, path).toBeGreaterThanOrEqual(400)
    }
    expect((await send('GET', '/livez')).status).toBe(200)
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  it.each([
    'multipart/form-data',
    'multipart/form-data; boundary=',
    'multipart/form-data; boundary=x',
    `multipart/form-data; boundary=${'x'.repeat(70_000)}`,
    'multipart/form-data; boundary="\\"',
  ])('gets a promised answer as a broken form: %s', async (type) => {
    const { api: faces } = api()
    const bodies = [
      '',
      '--x',
      '--x\r\n\r\n--x--',
      `--x\r\ncontent-disposition: form-data; name="__proto__"\r\n\r\nada\r\n--x--\r\n`,
      `--x\r\ncontent-disposition: form-data; name="user_id"\r\n\r\nada\r\n`.repeat(3000),
      `${'--x\r\n'.repeat(40_000)}`,
    ]
    for (const body of bodies) {
      const headers = { 'content-type': type }
      const response = await faces.fetch(
        new Request('http://localhost/verify', { method: 'POST', headers, body }),
      )
      expect(problemSchema.parse(await response.json()).status).toBe(response.status)
      expect(response.status).toBeLessThan(500)
    }
  })
})

describe('any request', () => {
  it('gets a promised answer: JSON of any form', () =>
    fc.assert(
      fc.asyncProperty(target, fc.oneof(nearlyRight, fc.jsonValue()), async ([method, path], body) => {
        expectPromised(await api().send(method, path, method === 'GET' ? undefined : body))
      }),
      { numRuns: 100 },
    ))

  it('gets a promised answer: any bytes of any type', () => {
    const type = fc.oneof(
      fc.constantFrom(
        'application/json',
        'multipart/form-data; boundary=x',
        'text/plain',
        'application/json; charset=utf-16',
      ),
      fc.string({ unit: fc.constantFrom(...'abc/;=" ') }),
    )
    return fc.assert(
      fc.asyncProperty(
        target,
        type,
        fc.uint8Array({ maxLength: 600 }),
        async ([method, path], contentType, bytes) => {
          const { api: faces } = api()
          const headers = { 'content-type': contentType }
          const body = method === 'GET' ? {} : { body: bytes as Uint8Array<ArrayBuffer> }
          const response = await faces.fetch(
            new Request(`http://localhost${path}`, { method, headers, ...body }),
          )
          expect(response.status).toBeLessThan(500)
        },
      ),
      { numRuns: 100 },
    )
  })

  it('gets a promised answer: any path, method and header', () => {
    const value = fc.string({ unit: 'binary-ascii' }).map((text) => text.replace(/[^\t\x20-\x7e]/g, ''))
    const name = fc.constantFrom(
      'authorization',
      'x-api-key',
      'idempotency-key',
      'x-request-id',
      'origin',
      'content-encoding',
    )
    return fc.assert(
      fc.asyncProperty(
        fc.webPath(),
        fc.constantFrom('GET', 'POST', 'DELETE', 'PATCH', 'OPTIONS'),
        name,
        value,
        async (path, method, header, text) => {
          for (const at of [path, `/users${path}`, `/users/x${path}`]) {
            expectPromised(
              await api().send(method, at, method === 'GET' ? undefined : {}, { [header]: text }),
            )
          }
        },
      ),
      { numRuns: 100 },
    )
  })

  it('that is right gets an answer of the promised form', () => {
    const scene = fc.record(
      {
        angle: fc.double({ min: 0, max: 6, noNaN: true }),
        liveness: fc.double({ min: 0, max: 1, noNaN: true }),
      },
      { requiredKeys: ['angle'] },
    )
    return fc.assert(
      fc.asyncProperty(fc.array(scene, { minLength: 1, maxLength: 6 }), async (scenes) => {
        const { send } = api()
        const body = { user_id: 'ada', images: scenes.map(picture) }
        enrollResponseSchema.parse((await send('POST', '/enroll', body)).body)
        verifyResponseSchema.parse((await send('POST', '/verify', body)).body)
      }),
      { numRuns: 40 },
    )
  })
})

describe('memory', () => {
  it('stays bounded under many bodies that are too large', async () => {
    const { api: faces } = api()
    const megabyte = new Uint8Array(1_048_576)
    const before = process.memoryUsage().arrayBuffers
    for (let i = 0; i < 30; i++) {
      const sent = { megabytes: 0 }
      const body = new ReadableStream({
        pull(controller) {
          controller.enqueue(megabyte.slice())
          if (++sent.megabytes === 100) controller.close()
        },
      })
      const init = { method: 'POST', body, duplex: 'half', headers: { 'content-type': 'application/json' } }
      expect((await faces.fetch(new Request('http://localhost/verify', init as RequestInit))).status).toBe(
        413,
      )
      expect(sent.megabytes).toBeLessThan(5)
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1_048_576)
  })
})
