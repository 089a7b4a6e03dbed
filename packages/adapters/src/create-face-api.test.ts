import { ConfigurationError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { ALIKE, harness, picture, pictures, STRANGER } from '../test/api-harness.js'
import { createApiKey, type Scope } from './keys/api-key.js'

const random = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) }

async function keyed(...scopes: Scope[]) {
  const { secret, record } = await createApiKey({
    id: `key-${scopes.join('-').replace(':', '.')}`,
    scopes,
    random,
  })
  return { record, headers: { authorization: `Bearer ${secret}` } }
}

describe('enrol and verify', () => {
  it('enrols, accepts the same face and rejects another', async () => {
    const { enroll, verify } = harness()
    expect(await enroll('ada')).toMatchObject({
      status: 200,
      body: { decision: 'enrolled', message: 'Enrolled from 3 pictures.', liveness_score: 0.95 },
    })
    const accepted = await verify('ada', ALIKE)
    expect(accepted).toMatchObject({ status: 200, body: { decision: 'accept', match: true } })
    expect(accepted.body.fusion_score).toBeGreaterThan(0.85)
    expect(accepted.body.confidence).toBe(accepted.body.fusion_score)
    expect(await verify('ada', STRANGER)).toMatchObject({
      status: 200,
      body: { decision: 'reject', match: false },
    })
  })

  it('takes data: URLs and forms as it takes base64', async () => {
    const { send, enroll } = harness()
    await enroll('ada')
    const url = `data:image/jpeg;base64,${picture({ angle: ALIKE })}`
    expect((await send('POST', '/verify', { user_id: 'ada', images: [url] })).body.decision).toBe('accept')
    const form = new FormData()
    form.set('user_id', 'ada')
    form.append('images', new Blob([Buffer.from(picture({ angle: ALIKE }), 'base64')]), 'a.jpg')
    expect((await send('POST', '/verify', form)).body.decision).toBe('accept')
    form.append('captured_at', '0')
    const stream = await send('POST', '/verify', form)
    expect(stream.body.decision).toBe('accept')
  })

  it('says which picture could not be used, and stores nothing', async () => {
    const { send, engine } = harness()
    const images = [...pictures(0, ALIKE), picture({ angle: 0, refused: 'too_dark' })]
    const refused = await send('POST', '/enroll', { user_id: 'ada', images })
    expect(refused.body).toMatchObject({ decision: 'refused', frames: [{}, {}, { reasons: ['too_dark'] }] })
    expect(refused.body.reasons.map(({ code }: { code: string }) => code)).toContain('too_few_samples')
    expect(await engine.describeSubject({ subjectId: 'ada' })).toBeUndefined()
  })

  it.each([
    'https://example.com/face.jpg',
    'file:///etc/passwd',
    '/etc/passwd',
    'data:text/html;base64,PGI+',
    'not base64 at all!',
    Buffer.from('no picture').toString('base64'),
  ])('reads no address, path or anything but a picture: %s', async (image) => {
    const { send } = harness()
    const answer = await send('POST', '/verify', { user_id: 'ada', images: [image] })
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-image' } })
  })

  it('tells who is enrolled, never an embedding', async () => {
    const { send, enroll, verify } = harness()
    expect(await send('GET', '/users/ada')).toMatchObject({ status: 404, body: { code: 'unknown-user' } })
    await enroll('ada')
    await verify('ada', ALIKE)
    const { body } = await send('GET', '/users/ada')
    expect(body).toMatchObject({ user_id: 'ada', sample_count: 3, revision: 1, failed_attempts: 0 })
    expect(body.last_accepted_at).toBe('2026-01-01T00:00:00.000Z')
    expect(JSON.stringify(body)).not.toMatch(/vector|embedding/)
  })
})

describe('a user nobody enrolled', () => {
  it.each(['full', 'decision'] as const)(
    'is answered like a stranger, with disclosure %s',
    async (scoreDisclosure) => {
      const { enroll, verify } = harness({ scoreDisclosure })
      await enroll('ada')
      const stranger = await verify('ada', STRANGER)
      // A decoy in two dimensions may lie near the face or anywhere: take those that came out as no match.
      const names = ['bo', 'cy', 'di', 'ed', 'flo', 'gus']
      const answers = await Promise.all(names.map((name) => verify(name, STRANGER)))
      const rejected = answers.filter(({ body }) => body.decision === 'reject')
      expect(rejected.length).toBeGreaterThan(0)
      for (const { status, body } of rejected) {
        expect(status).toBe(stranger.status)
        expect(Object.keys(body)).toEqual(Object.keys(stranger.body))
        expect({ ...body, confidence: 0, fusion_score: 0 }).toEqual({
          ...stranger.body,
          confidence: 0,
          fusion_score: 0,
        })
      }
    },
  )
})

describe('scores', () => {
  it('are withheld from everybody with SCORE_DISCLOSURE=decision', async () => {
    const { enroll, verify } = harness({ scoreDisclosure: 'decision' })
    for (const { body } of [await enroll('ada'), await verify('ada', ALIKE), await verify('ada', STRANGER)]) {
      expect(body.score_disclosure).toBe('decision')
      expect(JSON.stringify(body)).not.toMatch(/confidence|liveness_score|fusion_score|0\.\d/)
    }
  })

  it('go only to keys with scores:read once there are keys', async () => {
    const plain = await keyed('enroll', 'verify')
    const reading = await keyed('verify', 'scores:read')
    const { enroll, verify } = harness({ keys: [plain.record, reading.record] })
    await enroll('ada', plain.headers)
    expect((await verify('ada', ALIKE, plain.headers)).body).not.toHaveProperty('fusion_score')
    expect((await verify('ada', ALIKE, reading.headers)).body.fusion_score).toBeGreaterThan(0.85)
  })

  it('are not told by reasons either: withheld, every identity reason is no_match', async () => {
    const near = 0.72
    const full = harness()
    await full.enroll('ada')
    const said = (await full.verify('ada', near)).body.reasons.map(({ code }: { code: string }) => code)
    expect(said).toContain('score_below_accept')
    const { enroll, verify } = harness({ scoreDisclosure: 'decision' })
    await enroll('ada')
    const { body } = await verify('ada', near)
    expect(body.reasons).toEqual([{ code: 'no_match', message: 'The face does not match the template.' }])
    expect(body.frames[0].reasons).toEqual(['no_match'])
  })
})

describe('keys', () => {
  it('are needed once there are any, each for its scopes, in constant shape', async () => {
    const verifying = await keyed('verify')
    const { send, enroll, verify } = harness({ keys: [verifying.record] })
    expect(await verify('ada', 0)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    expect((await verify('ada', 0)).headers.get('www-authenticate')).toBe('Bearer')
    expect((await verify('ada', 0, { authorization: 'Bearer wrong' })).status).toBe(401)
    expect((await verify('ada', 0, { authorization: 'Basic wrong' })).status).toBe(401)
    expect((await verify('ada', 0, verifying.headers)).status).toBe(200)
    expect(await enroll('ada', verifying.headers)).toMatchObject({
      status: 403,
      body: { code: 'missing-scope' },
    })
    expect((await send('DELETE', '/users/ada', undefined, verifying.headers)).status).toBe(403)
    expect((await send('GET', '/users/ada', undefined, verifying.headers)).status).toBe(403)
    expect((await send('GET', '/metrics', undefined, verifying.headers)).status).toBe(403)
    const challenge = { user_id: 'ada', operation: 'enroll' }
    expect((await send('POST', '/challenges', challenge, verifying.headers)).status).toBe(403)
    expect((await send('GET', '/livez')).status).toBe(200)
  })

  it('reach only their tenant', async () => {
    const one = await keyed('enroll', 'verify')
    const other = await createApiKey({ id: 'other', scopes: ['verify'], tenantId: 'other', random })
    const { enroll, verify } = harness({ keys: [one.record, other.record] })
    await enroll('ada', one.headers)
    expect((await verify('ada', ALIKE, one.headers)).body.decision).toBe('accept')
    const elsewhere = await verify('ada', ALIKE, { authorization: `Bearer ${other.secret}` })
    expect(elsewhere.body.decision).not.toBe('accept')
  })

  it('are never kept: the record holds a digest', async () => {
    const { secret, record } = await createApiKey({ id: 'bank', scopes: ['verify'], random })
    expect(secret).toMatch(/^fwk_[A-Za-z0-9_-]{43}$/)
    expect(JSON.stringify(record)).not.toContain(secret.slice(4))
  })

  it('are refused when two have one id', async () => {
    const { record } = await keyed('verify')
    expect(() => harness({ keys: [record, record] })).toThrow(ConfigurationError)
  })
})

describe('without keys', () => {
  it.each([{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }])(
    'refuses pages of other origins: %o',
    async (headers) => {
      const { enroll } = harness()
      expect(await enroll('ada', headers as Record<string, string>)).toMatchObject({
        status: 403,
        body: { code: 'foreign-origin' },
      })
    },
  )

  it('refuses a name that is rebound to this machine', async () => {
    const { api } = harness()
    const request = new Request('http://evil.example:8080/users/ada', { method: 'DELETE' })
    expect((await api.fetch(request)).status).toBe(403)
  })
})

describe('problems', () => {
  it('are documents with code, hint and request id', async () => {
    const { send } = harness()
    const answer = await send('GET', '/nowhere', undefined, { 'x-request-id': 'abc-1' })
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.body).toEqual({
      type: 'urn:faceward:problem:not-found',
      title: 'There is nothing here.',
      status: 404,
      code: 'not-found',
      hint: 'See /openapi.json for what there is.',
      request_id: 'abc-1',
    })
    expect(answer.headers.get('x-request-id')).toBe('abc-1')
  })

  it('take no request id that could forge a log line', async () => {
    const { send } = harness()
    const { headers } = await send('GET', '/livez', undefined, { 'x-request-id': 'a b' })
    expect(headers.get('x-request-id')).toMatch(/^[A-Za-z0-9_-]{16}$/)
  })

  it.each([
    [{ images: ['aa'] }, 'user_id'],
    [{ user_id: '', images: ['aa'] }, 'user_id'],
    [{ user_id: 'a\u0000b', images: ['aa'] }, 'user_id'],
    [{ user_id: 'ada', images: [] }, 'images'],
    [{ user_id: 'ada', images: ['aa'], luck: 1 }, ''],
    [{ user_id: 'ada' }, ''],
    [{ user_id: 'ada', images: ['aa'], frames: [{ image: 'aa', captured_at: 0 }] }, ''],
    [{ user_id: 'ada', images: ['aa'], challenge_id: 'A'.repeat(22) }, ''],
    [{ user_id: 'ada', images: Array(11).fill('aa') }, 'images'],
    [[], ''],
  ])('say where a body is wrong: %j', async (body, path) => {
    const { send } = harness()
    const answer = await send('POST', '/verify', body)
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } })
    expect(answer.body.errors[0].path).toBe(path)
  })

  it.each(['{', '', 'null x', '{"user_id":"a","user_id":"b","images":["aa"]}', '\ufeff{}x'])(
    'refuse bodies that are no JSON or say a thing twice: %j',
    async (body) => {
      const { send } = harness()
      const answer = await send('POST', '/verify', body || ' ')
      expect(answer).toMatchObject({ status: 400, body: { code: 'malformed-body' } })
    },
  )

  it('refuse other methods and types by name', async () => {
    const { send } = harness()
    const put = await send('PUT', '/verify', {})
    expect(put).toMatchObject({ status: 405, body: { code: 'method-not-allowed' } })
    expect(put.headers.get('allow')).toBe('POST')
    const typed = await send('POST', '/verify', 'x', { 'content-type': 'text/plain' })
    expect(typed).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } })
    const packed = await send('POST', '/verify', '{}', { 'content-encoding': 'gzip' })
    expect(packed.status).toBe(415)
  })

  it('refuse a body over the limit, declared or not', async () => {
    const { send, api } = harness({ bodyLimitBytes: 2048 })
    const body = { user_id: 'ada', images: ['A'.repeat(4096)] }
    expect(await send('POST', '/verify', body)).toMatchObject({
      status: 413,
      body: { code: 'body-too-large' },
    })
    const endless = { pulled: 0 }
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        endless.pulled++
        controller.enqueue(new Uint8Array(1024))
      },
    })
    const init = {
      method: 'POST',
      body: stream,
      duplex: 'half',
      headers: { 'content-type': 'application/json' },
    }
    const response = await api.fetch(new Request('http://localhost/verify', init as RequestInit))
    expect(response.status).toBe(413)
    expect(endless.pulled).toBeLessThan(8)
  })

  it('refuse more pixels than a request may have', async () => {
    const { send } = harness({ maximumPixels: 3000 })
    const answer = await send('POST', '/verify', { user_id: 'ada', images: pictures(0, 0) })
    expect(answer).toMatchObject({ status: 413, body: { code: 'too-many-pixels' } })
  })
})

describe('options', () => {
  it('are refused by name', () => {
    expect(() => harness({ timeoutMs: 0 })).toThrow(/timeoutMs/)
    expect(() => harness({ timeout: 3 } as object)).toThrow(/timeout/)
    expect(() => harness({ attempts: { freeFailures: 0 } as never })).toThrow(ConfigurationError)
  })
})
