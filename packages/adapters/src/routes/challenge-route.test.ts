import { ConfigurationError, type Engine, InvalidRequestError } from '@faceward/spec'
import { describe, expect, it, vi } from 'vitest'
import { harness, picture } from '../../test/api-harness.js'
import type { ChallengeSource } from '../challenges/challenge-book.js'
import { createApiKey, type Scope } from '../keys/api-key.js'

const frames = (...times: number[]) =>
  times.map((captured_at) => ({ image: picture({ angle: 0 }), captured_at }))

describe('POST /challenges', () => {
  it('gives a nonce of 128 bits, actions and an end within a minute', async () => {
    const { send } = harness()
    const { status, body } = await send('POST', '/challenges', { user_id: 'ada' })
    expect(status).toBe(201)
    expect(body.challenge_id).toMatch(/^[A-Za-z0-9_-]{22}$/)
    expect(body).toMatchObject({
      actions: ['turn left', 'blink twice'],
      expires_in_ms: 60_000,
      expires_at: '2026-01-01T00:01:00.000Z',
    })
    const again = await send('POST', '/challenges', { user_id: 'ada' })
    expect(again.body.challenge_id).not.toBe(body.challenge_id)
  })

  it('says how hard it was to foresee', async () => {
    const { send } = harness()
    const { body } = await send('POST', '/challenges', { user_id: 'ada' })
    expect(body.strength_bits).toBe(4)
  })

  it('charges an attempt when it is issued, and gives it back when it is answered and accepted', async () => {
    const { send, enroll, events } = harness()
    await enroll('ada')
    const failures = async () => (await send('GET', '/users/ada')).body.failed_attempts
    const { body } = await send('POST', '/challenges', { user_id: 'ada' })
    expect(await failures()).toBe(1)
    const answered = { user_id: 'ada', challenge_id: body.challenge_id, frames: frames(0, 100) }
    expect((await send('POST', '/verify', answered)).body.decision).toBe('accept')
    expect(await failures()).toBe(0)
    expect(events.some(({ type }) => type === 'alarm')).toBe(false)
  })

  it.each([
    ['a broken picture', { frames: [{ image: Buffer.from('x').toString('base64'), captured_at: 0 }] }, 422],
    ['frames from the future', { frames: frames(0, 60_000) }, 409],
    [
      'frames that show nobody',
      { frames: [{ image: picture({ refused: 'no_face' }), captured_at: 0 }] },
      200,
    ],
  ])('is not drawn anew for nothing by sending %s', async (_, body, status) => {
    const { send, enroll } = harness()
    await enroll('ada')
    for (let drawn = 1; drawn <= 5; drawn++) {
      const { challenge_id } = (await send('POST', '/challenges', { user_id: 'ada' })).body
      expect((await send('POST', '/verify', { user_id: 'ada', challenge_id, ...body })).status).toBe(status)
      expect((await send('GET', '/users/ada')).body.failed_attempts).toBe(drawn)
    }
    expect((await send('POST', '/challenges', { user_id: 'ada' })).body.code).toBe('too-many-attempts')
  })

  it('is not drawn anew for nothing by hanging up while it is looked at, for whatever reason a server gives', async () => {
    const client = new AbortController()
    const hangsUp = (real: Engine): Engine => ({
      ...real,
      verify: ({ signal }) => {
        client.abort('Client connection prematurely closed.')
        return Promise.reject(signal?.reason)
      },
    })
    const { api, send, enroll } = harness({}, { engine: hangsUp })
    await enroll('ada')
    const { challenge_id } = (await send('POST', '/challenges', { user_id: 'ada' })).body
    const request = new Request('http://127.0.0.1:8080/verify', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user_id: 'ada', challenge_id, frames: frames(0) }),
      signal: client.signal,
    })
    expect((await api.fetch(request, { address: '127.0.0.1', peerAddress: '127.0.0.1' })).status).toBe(499)
    expect((await send('GET', '/users/ada')).body.failed_attempts).toBe(1)
  })

  it('gives the attempt back when the server is at fault', async () => {
    const broken = (real: Engine): Engine => ({ ...real, verify: () => Promise.reject(new Error('broken')) })
    const { send, enroll } = harness({}, { engine: broken })
    await enroll('ada')
    const { challenge_id } = (await send('POST', '/challenges', { user_id: 'ada' })).body
    const answered = { user_id: 'ada', challenge_id, frames: frames(0) }
    expect((await send('POST', '/verify', answered)).status).toBe(500)
    expect((await send('GET', '/users/ada')).body.failed_attempts).toBe(0)
  })

  it('of enrolments is counted apart, and given back by an enrolment', async () => {
    const { send } = harness()
    for (let i = 0; i < 4; i++) {
      await send('POST', '/challenges', { user_id: 'ada', operation: 'enroll' })
    }
    const { body } = await send('POST', '/challenges', { user_id: 'ada', operation: 'enroll' })
    const sixth = await send('POST', '/challenges', { user_id: 'ada', operation: 'enroll' })
    expect(sixth.status).toBe(429)
    expect((await send('POST', '/challenges', { user_id: 'ada' })).status).toBe(201)
    const answered = { user_id: 'ada', challenge_id: body.challenge_id, frames: frames(0, 100, 200) }
    expect((await send('POST', '/enroll', answered)).body.decision).toBe('enrolled')
    const again = await send('POST', '/challenges', { user_id: 'ada', operation: 'enroll' })
    expect(again.status).toBe(201)
  })

  it('keeps at most five open for a user and a client: a stranger’s five do not shut out the user', async () => {
    const { api, advance } = harness()
    const from = async (address: string) => {
      const request = new Request('http://127.0.0.1:8080/challenges', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ user_id: 'ada' }),
      })
      const response = await api.fetch(request, { address })
      return { status: response.status, body: (await response.json()) as { code?: string } }
    }
    for (let i = 0; i < 5; i++) expect((await from('127.0.0.9')).status).toBe(201)
    expect(await from('127.0.0.9')).toMatchObject({ status: 429, body: { code: 'too-many-challenges' } })
    expect((await from('127.0.0.1')).status).toBe(201)
    advance(60_000)
    expect((await from('127.0.0.1')).status).toBe(201)
  })

  it('is written with its charge and its audit event in one step, or not at all', async () => {
    const { send, parts } = harness()
    await send('GET', '/users/ada')
    const written = vi.spyOn(parts.store, 'write')
    await send('POST', '/challenges', { user_id: 'ada' })
    expect(written).toHaveBeenCalledTimes(1)
    expect(written.mock.calls[0]?.[0].map(({ key }) => key.collection).sort()).toEqual([
      'attempts',
      'attempts',
      'attempts',
      'audit',
      'audit',
      'challenges',
    ])
  })

  it('is not there without a source of challenges', async () => {
    const { api } = harness()
    expect(api.underWay).toBe(0)
    const { send } = harness({ challenges: undefined } as object)
    expect(await send('POST', '/challenges', { user_id: 'ada' })).toMatchObject({
      status: 404,
      body: { code: 'challenges-not-offered' },
    })
  })
})

describe('what a person cannot do', () => {
  const cannot = { user_id: 'ada', cannot: ['turn-left'] }

  async function keyed(...scopes: Scope[]) {
    const bytes = (length: number) => crypto.getRandomValues(new Uint8Array(length))
    const { secret, record } = await createApiKey({ id: 'k', scopes, random: { bytes } })
    return { keys: [record], headers: { authorization: `Bearer ${secret}` } }
  }

  it('is not for the caller to say unless the operator lets it', async () => {
    const asked: (readonly string[])[] = []
    const challenges: ChallengeSource = {
      generate(_random, without) {
        asked.push(without)
        return { actions: ['smile', 'look up'], strengthBits: 3 }
      },
    }
    const refused = { status: 403, body: { code: 'alternatives-not-allowed' } }
    expect(await harness({ challenges }).send('POST', '/challenges', cannot)).toMatchObject(refused)
    const allowed = { challenges, challengeAlternatives: true }
    const without = await keyed('verify')
    const plain = harness({ ...allowed, keys: without.keys })
    expect(await plain.send('POST', '/challenges', cannot, without.headers)).toMatchObject(refused)
    // Whoever names nothing needs nothing.
    const empty = { user_id: 'ada', cannot: [] }
    expect((await plain.send('POST', '/challenges', empty, without.headers)).status).toBe(201)
    const withScope = await keyed('verify', 'challenges:alternatives')
    const off = harness({ challenges, keys: withScope.keys })
    expect(await off.send('POST', '/challenges', cannot, withScope.headers)).toMatchObject(refused)
    const on = harness({ ...allowed, keys: withScope.keys })
    expect((await on.send('POST', '/challenges', cannot, withScope.headers)).status).toBe(201)
    expect(asked).toEqual([[], ['turn-left']])
    const wrong = { user_id: 'ada', cannot: ['<b>'] }
    expect((await on.send('POST', '/challenges', wrong, withScope.headers)).status).toBe(400)
  })

  it.each<[string, ChallengeSource['generate']]>([
    [
      'a source that has too few left says so',
      () => {
        throw new ConfigurationError('Nothing is left.', { code: 'invalid-options' })
      },
    ],
    ['a source gives one action', () => ({ actions: ['come-closer'], strengthBits: 0 })],
  ])('leads to a refusal in words, and no charge, when %s', async (_, generate) => {
    const { send } = harness({ challengeAlternatives: true, challenges: { generate } })
    for (let i = 0; i < 6; i++) {
      expect(await send('POST', '/challenges', cannot)).toMatchObject({
        status: 422,
        body: { code: 'challenge-not-possible' },
      })
    }
    // Where nothing was named, the source is broken, and whoever runs it is told.
    expect((await send('POST', '/challenges', { user_id: 'ada' })).status).toBe(500)
  })

  it('is answered with what the source says is left', async () => {
    const generate = () => {
      throw new InvalidRequestError('Only come-closer is left.')
    }
    const { send } = harness({ challengeAlternatives: true, challenges: { generate } })
    expect((await send('POST', '/challenges', cannot)).body).toMatchObject({
      code: 'challenge-not-possible',
      detail: 'Only come-closer is left.',
    })
  })
})
