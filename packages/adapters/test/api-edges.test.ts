import { ImageDecodeError } from '@faceward/spec'
import { createMemoryStore } from '@faceward/storage-memory'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import type { ChainedEvent } from '../src/audit/audit-event.js'
import { transcriptOf } from '../src/challenges/challenge-book.js'
import { createIdempotentAnswers } from '../src/idempotency/idempotent-answers.js'
import type { Problem } from '../src/problems/problem.js'
import { decodeJson } from '../src/records/json-record.js'
import { parseInput } from '../src/schemas/parse-input.js'
import { ALIKE, decodeImage, harness, picture, pictures } from './api-harness.js'

const codeOf = async (run: () => unknown) => {
  try {
    await run()
  } catch (error) {
    return (error as Problem).code ?? (error as Error).message
  }
  return 'fine'
}

describe('what is wrong with a request', () => {
  it('is told of ten places at most, each in 160 characters', () => {
    const issuesOf = (schema: z.ZodType, input: unknown) => {
      try {
        parseInput(schema, input)
      } catch (error) {
        return (error as Problem).details.issues ?? []
      }
      return []
    }
    const numbers = issuesOf(z.array(z.number()), Array(12).fill('x'))
    expect(numbers.map(({ path }) => path)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
    const long = (length: number) =>
      issuesOf(z.object({ a: z.never('m'.repeat(length)) }), { a: 1 })[0]?.message
    expect(long(160)).toBe('m'.repeat(160))
    expect(long(161)).toBe(`${'m'.repeat(160)}…`)
    expect(parseInput(z.object({ a: z.object({ b: z.number() }) }), { a: { b: 1 } })).toEqual({ a: { b: 1 } })
    expect(issuesOf(z.object({ a: z.object({ b: z.number() }) }), { a: {} })[0]?.path).toBe('a.b')
  })
})

describe('a challenge', () => {
  const issued = {
    challengeId: 'c',
    actions: ['a', 'b'],
    strengthBits: 3,
    issuedAtMs: 1000,
    expiresAtMs: 61_000,
  }

  it('is on the frames’ clock, which may be two seconds ahead', async () => {
    expect(transcriptOf(issued, 7000, 6000)).toEqual({
      actions: ['a', 'b'],
      issuedAtMs: 0,
      expiresAtMs: 60_000,
      strengthBits: 3,
    })
    expect(await codeOf(() => transcriptOf(issued, 7001, 6000))).toBe('challenge-not-usable')
  })

  it('is good for its minute and not a moment longer, by a nonce of 128 bits', async () => {
    for (const [afterMs, status] of [
      [59_999, 200],
      [60_000, 409],
    ] as const) {
      const { send, advance, enroll } = harness()
      await enroll('ada')
      const { body } = await send('POST', '/challenges', { user_id: 'ada', operation: 'verify' })
      expect(body).toMatchObject({
        expires_in_ms: 60_000,
        actions: ['turn left', 'blink twice'],
        strength_bits: 4,
      })
      expect(body.challenge_id).toMatch(/^[\w-]{22}$/)
      advance(afterMs)
      const frames = [{ image: picture({ angle: 0, kind: 'stream' }), captured_at: 0 }]
      const answer = await send('POST', '/verify', {
        user_id: 'ada',
        challenge_id: body.challenge_id,
        frames,
      })
      if (status === 200) expect(answer.status).toBe(200)
      else expect(answer.body.code).toBe('challenge-not-usable')
      const again = await send('POST', '/verify', { user_id: 'ada', challenge_id: body.challenge_id, frames })
      expect(again.body.code).toBe('challenge-not-usable')
    }
  })

  it('of a source that gives one action is broken machinery', async () => {
    const { send } = harness({ challenges: { generate: () => ({ actions: ['smile'], strengthBits: 0 }) } })
    expect((await send('POST', '/challenges', { user_id: 'ada', operation: 'verify' })).status).toBe(500)
  })
})

describe('an attempt', () => {
  const costly = { user_id: 'ada', images: [Buffer.from('costly').toString('base64')] }
  const decoding = (code: 'too-costly' | 'unsupported-type') => ({
    decodeImage: {
      decode: (bytes: Uint8Array, call?: object) =>
        new TextDecoder().decode(bytes) === 'costly'
          ? Promise.reject(new ImageDecodeError('No.', { code }))
          : decodeImage.decode(bytes, call as never),
    },
  })

  it('with a picture that was made to cost counts as failed, one with a broken picture does not', async () => {
    for (const [code, locked] of [
      ['too-costly', true],
      ['unsupported-type', false],
    ] as const) {
      const { enroll, verify, send, events } = harness(decoding(code))
      await enroll('ada')
      for (let i = 0; i < 5; i++) expect((await send('POST', '/verify', costly)).status).toBe(422)
      expect((await verify('ada', ALIKE)).status).toBe(locked ? 429 : 200)
      expect(events.some((event) => event.type === 'alarm' && event.kind === 'too-many-attempts')).toBe(
        locked,
      )
    }
  })

  it('with a challenge is given back only for the server’s own fault', async () => {
    const failures = async (broken: boolean) => {
      const { enroll, send, advance } = harness(decoding('unsupported-type'))
      await enroll('ada')
      const { body } = await send('POST', '/challenges', { user_id: 'ada', operation: 'verify' })
      const image = broken ? costly.images[0] : picture({ angle: 0 })
      const frames = [{ image, captured_at: 0 }]
      await send('POST', '/verify', { user_id: 'ada', challenge_id: body.challenge_id, frames })
      advance(1)
      return (await send('GET', '/users/ada')).body.failed_attempts
    }
    expect([await failures(true), await failures(false)]).toEqual([1, 0])
  })
})

describe('an answer that is kept for its key', () => {
  const request = { tenantId: 't', subject: 's', id: 'k', fingerprint: 'f' }
  const answers = () => {
    const time = { now: 1000 }
    const clock = { now: () => time.now, monotonic: () => time.now }
    const { once } = createIdempotentAnswers({ store: createMemoryStore({ clock }), clock, timeoutMs: 500 })
    const state = { works: 0 }
    const work = async () => ({ status: 200, body: { works: ++state.works, secret: 1 } })
    const keep = (body: unknown) => ({ works: (body as { works: number }).works })
    return {
      time,
      once: (given: object = {}, doing: () => Promise<{ status: number; body: unknown }> = work) =>
        once({ ...request, ...given }, doing, keep),
    }
  }

  it('is that of the first for a day, without what is not to be kept', async () => {
    const { once, time } = answers()
    expect(await once()).toEqual({ status: 200, body: { works: 1, secret: 1 }, replayed: false })
    time.now += 86_400_000 - 1
    expect(await once()).toEqual({ status: 200, body: { works: 1 }, replayed: true })
    time.now += 1
    expect(await once()).toMatchObject({ body: { works: 2 }, replayed: false })
  })

  it('is of its body, user and tenant', async () => {
    const { once } = answers()
    await once()
    expect(await codeOf(() => once({ fingerprint: 'g' }))).toBe('idempotency-mismatch')
    for (const other of [{ tenantId: 'u' }, { subject: 'r' }, { id: 'l' }])
      expect(await once(other)).toMatchObject({ replayed: false })
  })

  it('is waited for while it is made, for twice the time a request may take, and forgotten when it fails', async () => {
    const { once, time } = answers()
    const never = () => new Promise<never>(() => {})
    void once({}, never)
    await Promise.resolve()
    expect(await codeOf(() => once())).toBe('idempotency-in-flight')
    time.now += 999
    expect(await codeOf(() => once())).toBe('idempotency-in-flight')
    time.now += 1
    expect(await once()).toMatchObject({ replayed: false })
    const failing = () => Promise.reject(new Error('broken'))
    expect(await codeOf(() => once({ id: 'other' }, failing))).toBe('broken')
    expect(await once({ id: 'other' })).toMatchObject({ replayed: false })
  })
})

describe('every answer', () => {
  it('has the id that was sent where it is one, or a new one, and is not kept by anybody', async () => {
    const { send } = harness()
    const idOf = async (given: string) =>
      (await send('GET', '/livez', undefined, { 'x-request-id': given })).headers.get('x-request-id')
    expect(await idOf('a'.repeat(64))).toBe('a'.repeat(64))
    for (const wrong of ['a'.repeat(65), 'a b', 'a_b']) expect(await idOf(wrong)).toMatch(/^[\w-]{16}$/)
    const { headers } = await send('GET', '/livez')
    expect([
      headers.get('x-content-type-options'),
      headers.get('cache-control'),
      headers.get('connection'),
    ]).toEqual(['nosniff', 'no-store', null])
  })

  it('is an event with its method, route, status and time, and no path', async () => {
    const { send, events } = harness()
    await send('GET', '/users/ada')
    await send('PROPFIND', '/users/ada')
    await send('GET', '/nowhere/ada')
    expect(events).toMatchObject([
      {
        type: 'request',
        method: 'GET',
        route: '/users/{id}',
        status: 404,
        code: 'unknown-user',
        durationMs: 0,
      },
      { type: 'request', method: 'other', route: 'unknown', status: 405 },
      { type: 'request', method: 'GET', route: 'unknown', status: 404, code: 'not-found' },
    ])
    expect(JSON.stringify(events)).not.toContain('ada')
  })

  it('is waited for by who closes, and refused by nobody meanwhile', async () => {
    const { api, send } = harness()
    expect(api.underWay).toBe(0)
    const pending = send('GET', '/livez')
    expect(api.underWay).toBe(1)
    const idle = api.idle()
    await pending
    await idle
    expect(api.underWay).toBe(0)
    api.drain()
    expect((await send('GET', '/livez')).headers.get('connection')).toBe('close')
    expect((await send('GET', '/readyz')).status).toBe(503)
  })
})

describe('what the server does by itself', () => {
  const chain = async (made: ReturnType<typeof harness>) => {
    const page = { collection: 'audit', tenantId: 'default', subject: 'chain', limit: 100 } as const
    const { records } = await made.parts.store.list(page)
    return records.map(({ bytes }) => decodeJson<ChainedEvent>(bytes))
  }

  it('is in the audit chain as the server’s: who it deletes, and who is too old', async () => {
    const made = harness({ retention: { maxAgeDays: 1 } })
    for (const user of ['ada', 'bo']) await made.enroll(user)
    const subject = await made.engine.pseudonym({ subjectId: 'ada' })
    expect((await made.api.deleteUser({ userId: 'ada' })).deletedRecords).toBeGreaterThan(0)
    made.advance(86_400_000 - 1)
    expect(await made.api.sweep({ dryRun: false })).toMatchObject({ examined: 1, overdue: [] })
    made.advance(1)
    expect(await made.api.sweep({ dryRun: true })).toMatchObject({
      dryRun: true,
      overdue: [{ why: 'max-age' }],
    })
    expect(await made.engine.describeSubject({ subjectId: 'bo' })).toBeDefined()
    await made.api.sweep({ dryRun: false })
    expect(await made.engine.describeSubject({ subjectId: 'bo' })).toBeUndefined()
    const own = (await chain(made)).filter(({ actor }) => actor === 'server')
    expect(own).toMatchObject([
      { action: 'delete', outcome: 'done', subject, reasons: [] },
      { action: 'retention', outcome: 'done', reasons: ['max-age'] },
    ])
    expect(await made.api.checkAudit()).toMatchObject({ status: 'intact', events: 4 })
  })

  it('deletes who was not used for so long since the last acceptance', async () => {
    const made = harness({ retention: { unusedDays: 2 } })
    await made.enroll('ada')
    made.advance(86_400_000)
    await made.verify('ada', ALIKE)
    made.advance(2 * 86_400_000 - 1)
    expect((await made.api.sweep({ dryRun: false })).overdue).toEqual([])
    made.advance(1)
    expect((await made.api.sweep({ dryRun: false })).overdue).toMatchObject([{ why: 'unused' }])
  })
})

it('pictures of a request are as many as the rule says', async () => {
  const { send } = harness({ maximumImages: 2, maximumFrames: 2 })
  const images = (count: number) =>
    send('POST', '/verify', { user_id: 'ada', images: pictures(...Array(count).fill(0)) })
  expect([(await images(2)).status, (await images(3)).status, (await images(0)).status]).toEqual([
    200, 400, 400,
  ])
  const frames = (count: number) =>
    send('POST', '/verify', {
      user_id: 'ada',
      frames: Array.from({ length: count }, (_, i) => ({ image: picture(), captured_at: 40 * i })),
    })
  expect([(await frames(2)).status, (await frames(3)).status]).toEqual([200, 400])
})
