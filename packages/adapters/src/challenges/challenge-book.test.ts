import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock, Engine, FacesRequest } from '@faceward/spec'
import { createMemoryStore } from '@faceward/storage-memory'
import { openPostgresStore } from '@faceward/storage-postgres'
import { openSqliteStore } from '@faceward/storage-sqlite'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { liveness } from '../../../core/test/composition.js'
import { harness, picture, STRANGER } from '../../test/api-harness.js'
import { nistAttemptLimits } from '../attempts/attempt-limits.js'

const frames = (...times: number[]) =>
  times.map((captured_at) => ({ image: picture({ angle: 0 }), captured_at }))

/** An engine that notes the requests it gets. */
function noting() {
  const requests: FacesRequest[] = []
  const engine = (real: Engine): Engine => ({
    ...real,
    verify: (request) => {
      requests.push(request)
      return real.verify(request)
    },
  })
  return { requests, engine }
}

describe('a challenge', () => {
  async function issued(options = {}, overrides = {}) {
    const api = harness(options, overrides)
    await api.enroll('ada')
    const { body } = await api.send('POST', '/challenges', { user_id: 'ada' })
    api.advance(3000)
    return { ...api, challenge_id: body.challenge_id as string }
  }

  it('reaches the engine whatever is required, on the frames’ clock, which stood at 0 when it came', async () => {
    const { requests, engine } = noting()
    const { send, challenge_id } = await issued({}, { engine })
    const body = { user_id: 'ada', challenge_id, frames: frames(100, 1500, 2900) }
    expect((await send('POST', '/verify', body)).body.decision).toBe('accept')
    expect(requests[0]?.challenge).toEqual({
      actions: ['turn left', 'blink twice'],
      issuedAtMs: 0,
      expiresAtMs: 60_000,
      strengthBits: 4,
    })
  })

  it.each([
    ['another user', { user_id: 'bo' }, 0],
    ['after its time', {}, 60_000],
    ['a made-up one', { challenge_id: 'A'.repeat(22) }, 0],
    ['frames from the future', { frames: frames(0, 60_000) }, 0],
  ])('is not usable for %s', async (_, change, waitMs) => {
    const { send, challenge_id, advance } = await issued()
    advance(waitMs)
    const body = { user_id: 'ada', challenge_id, frames: frames(0, 100), ...change }
    expect(await send('POST', '/verify', body)).toMatchObject({
      status: 409,
      body: { code: 'challenge-not-usable' },
    })
  })

  it('is not usable for another operation, nor from another client', async () => {
    const { send, api, challenge_id } = await issued()
    const body = { user_id: 'ada', challenge_id, frames: frames(0, 100), replace: true }
    expect((await send('POST', '/enroll', body)).status).toBe(409)
    const second = await send('POST', '/challenges', { user_id: 'ada' })
    const request = new Request('http://localhost/verify', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        user_id: 'ada',
        challenge_id: second.body.challenge_id,
        frames: frames(0, 100),
      }),
    })
    expect((await api.fetch(request, { address: '203.0.113.9' })).status).toBe(409)
  })

  it('can be demanded for an operation', async () => {
    const { send, verify } = await issued({ requireChallenge: 'verify' })
    expect(await verify('ada', 0)).toMatchObject({ status: 422, body: { code: 'challenge-required' } })
    const { body } = await send('POST', '/challenges', { user_id: 'ada' })
    const answered = { user_id: 'ada', challenge_id: body.challenge_id, frames: frames(0, 100) }
    // The scripted liveness vouches for stills and no more, as cues do of one frame of a photo.
    expect(await send('POST', '/verify', answered)).toMatchObject({
      status: 200,
      body: { decision: 're_verify', match: false, reasons: [{ code: 'assurance_too_low' }] },
    })
  })

  it('can be demanded where frames are sent: stills are then what they are', async () => {
    const { send, verify, challenge_id } = await issued({ requireChallenge: 'frames' })
    expect((await verify('ada', 0)).body).toMatchObject({ decision: 'accept', challenge: null })
    const streamed = { user_id: 'ada', frames: frames(0, 100) }
    const required = { status: 422, body: { code: 'challenge-required' } }
    expect(await send('POST', '/verify', streamed)).toMatchObject(required)
    expect(await send('POST', '/enroll', streamed)).toMatchObject(required)
    const answered = await send('POST', '/verify', { ...streamed, challenge_id })
    expect(answered.body.reasons).toMatchObject([{ code: 'assurance_too_low' }])
  })

  it('tells what was made of it, and what a stranger gained to whom scores are disclosed', async () => {
    const engine = (real: Engine): Engine => ({
      ...real,
      async verify(request) {
        const result = await real.verify(request)
        const strengthBits = request.challenge?.strengthBits ?? 0
        return {
          ...result,
          liveness: { ...result.liveness, challenge: { status: 'answered', strengthBits } },
          errorRate: { comparisons: 2, comparisonFmr: 1e-5, transactionFmr: 2e-5 },
        }
      },
    })
    const told = { status: 'answered', strength_bits: 4 }
    const { send, challenge_id } = await issued({}, { engine })
    const { body } = await send('POST', '/verify', { user_id: 'ada', challenge_id, frames: frames(0, 100) })
    expect(body).toMatchObject({
      challenge: told,
      error_rate: { comparisons: 2, comparison_fmr: 1e-5, transaction_fmr: 2e-5 },
    })
    const silent = await issued({ scoreDisclosure: 'decision' }, { engine })
    const answered = { user_id: 'ada', challenge_id: silent.challenge_id, frames: frames(0, 100) }
    const withheld = await silent.send('POST', '/verify', answered)
    expect(withheld.body.challenge).toEqual(told)
    expect(withheld.body).not.toHaveProperty('error_rate')
  })

  it('that is demanded and answered is accepted', async () => {
    const answering = liveness({ score: 0.95, assurance: 'challenge' })
    const { send, challenge_id } = await issued({ requireChallenge: 'verify' }, { liveness: answering })
    const answered = { user_id: 'ada', challenge_id, frames: frames(0, 100) }
    expect((await send('POST', '/verify', answered)).body).toMatchObject({ decision: 'accept' })
  })

  it('is taken together with the charge of the attempt, or neither is', async () => {
    const attempts = { ...nistAttemptLimits({ withPad: false }), delayMs: 10_000 }
    const { send, verify, challenge_id, parts, advance } = await issued({ attempts })
    const failures = async () => (await send('GET', '/users/ada')).body.failed_attempts
    const unusable = { user_id: 'ada', challenge_id: 'A'.repeat(22), frames: frames(0, 100) }
    expect((await send('POST', '/verify', unusable)).status).toBe(409)
    // The challenge that is open.
    expect(await failures()).toBe(1)
    for (let i = 0; i < 4; i++) await verify('ada', STRANGER)
    expect((await verify('ada', STRANGER)).status).toBe(429)
    advance(10_000)
    await verify('ada', STRANGER)
    const answered = { user_id: 'ada', challenge_id, frames: frames(0, 100) }
    expect((await send('POST', '/verify', answered)).status).toBe(429)
    advance(10_000)
    const written = vi.spyOn(parts.store, 'write')
    const others = [vi.spyOn(parts.store, 'put'), vi.spyOn(parts.store, 'delete')]
    expect((await send('POST', '/verify', answered)).body.decision).toBe('accept')
    // Charge and challenge before the models; what became of it and the audit event after them.
    expect(written).toHaveBeenCalledTimes(2)
    for (const other of others) expect(other).not.toHaveBeenCalled()
    expect(await failures()).toBe(0)
  })

  it('goes with the user', async () => {
    const { send, challenge_id } = await issued()
    // The template, the counter, the challenge.
    expect((await send('DELETE', '/users/ada')).body.deleted_records).toBe(3)
    const body = { user_id: 'ada', challenge_id, frames: frames(0, 100) }
    expect((await send('POST', '/verify', body)).status).toBe(409)
  })
})

const postgresUrl = process.env['FACEWARD_TEST_POSTGRES']
const stores = {
  memory: (clock: Clock) => Promise.resolve(createMemoryStore({ clock })),
  sqlite: (clock: Clock, folder: string) => openSqliteStore({ path: join(folder, 'store.db'), clock }),
  postgres: (clock: Clock) =>
    openPostgresStore({ url: postgresUrl as string, schema: `challenges_${process.pid}`, clock }),
}

describe('fifty uses of one challenge at once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'faceward-challenges-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const clock = { now: () => Date.UTC(2026, 0, 1), monotonic: () => 0 }
  const windows = { perClient: { burst: 0, perMinute: 1 }, perTenant: { burst: 0, perMinute: 1 } }
  const attempts = { freeFailures: 10, delayMs: 0, stopAfter: 1000, ...windows }

  for (const [kind, open] of Object.entries(stores)) {
    // With FACEWARD_REQUIRE_POSTGRES=1 the store's own tests fail where it is absent.
    it.skipIf(kind === 'postgres' && postgresUrl === undefined)(`have one winner, in ${kind}`, async () => {
      const store = await open(clock, folder)
      const { send, enroll, engine } = harness({ queueLimit: 100, queueShare: 1, attempts }, { store })
      await enroll('ada')
      const { body } = await send('POST', '/challenges', { user_id: 'ada' })
      const use = () =>
        send('POST', '/verify', { user_id: 'ada', challenge_id: body.challenge_id, frames: frames(0, 100) })
      const answers = await Promise.all(Array.from({ length: 50 }, use))
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      expect(answers.filter(({ body: { code } }) => code === 'challenge-not-usable')).toHaveLength(49)
      await store.deleteSubject('default', await engine.pseudonym({ subjectId: 'ada' }))
      await engine.close()
    })
  }
})
