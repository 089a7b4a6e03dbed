import {
  DisposedError,
  ImageDecodeError,
  InvalidRequestError,
  KeyProviderError,
  type ReasonCode,
  StorageError,
  TemplateSecurityError,
} from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { harness } from '../test/api-harness.js'
import { createClients } from './clients.js'
import { DEFAULT_RULES, type FaceApiOptions, resolveFaceApiOptions } from './face-api-options.js'
import { failureEvent, isUnreadable } from './failure-event.js'
import { Problem } from './problems/problem.js'
import { problemFromError } from './problems/problem-from-error.js'
import { problemResponse } from './problems/problem-response.js'
import { disclosedReasons } from './routes/disclosure.js'
import { findRoute } from './routes/find-route.js'
import type { Route } from './routes/route.js'

const parts = harness().parts as unknown as FaceApiOptions
const given = { ...parts, challenges: { generate: () => ({ actions: ['turn left'], strengthBits: 1 }) } }
const only = ({ store, clock, random, challenges }: typeof given) => ({ store, clock, random, challenges })
const refusal = (rules: object) => {
  try {
    resolveFaceApiOptions({ ...only(given), decodeImage: { decode: async () => ({}) }, ...rules } as never)
  } catch (error) {
    return (error as { issues: readonly { key: string }[] }).issues.map(({ key }) => key).join()
  }
  return ''
}

describe('a rule of an API', () => {
  it.each([
    ['challengeLifetimeMs', 5000, 60_000],
    ['bodyLimitBytes', 1024, undefined],
    ['maximumImages', 1, 100],
    ['maximumFrames', 1, 600],
    ['maximumPixels', 1, undefined],
    ['concurrency', 1, 64],
    ['queueLimit', 0, 10_000],
    ['bodyMemoryBytes', 1024, undefined],
    ['bodyGraceMs', 1, 60_000],
    ['bodyBytesPerSecond', 1, 1_000_000],
    ['decodedPixels', 1, undefined],
    ['timeoutMs', 1, 600_000],
  ])('%s is from %i to %s', (name, from, to) => {
    expect(refusal({ [name]: from })).toBe('')
    expect(refusal({ [name]: from - 1 })).toBe(name)
    if (to === undefined) return
    expect(refusal({ [name]: to })).toBe('')
    expect(refusal({ [name]: to + 1 })).toBe(name)
  })

  it('queueShare is above 0 up to all', () => {
    expect(['0.001', '1'].map((share) => refusal({ queueShare: Number(share) }))).toEqual(['', ''])
    expect(['0', '1.001'].map((share) => refusal({ queueShare: Number(share) }))).toEqual([
      'queueShare',
      'queueShare',
    ])
  })

  it.each<[string, readonly string[]]>([
    ['scoreDisclosure', ['full', 'decision']],
    ['requireChallenge', ['none', 'frames', 'enroll', 'verify', 'both']],
    ['replayedFrames', ['alarm', 'refuse']],
  ])('%s is one of %s', (name, words) => {
    for (const word of words) expect(refusal({ [name]: word })).toBe('')
    expect(refusal({ [name]: 'other' })).toBe(name)
  })

  it('has the default that the documentation says', () => {
    expect(DEFAULT_RULES).toMatchObject({
      scoreDisclosure: 'full',
      requireChallenge: 'none',
      challengeAlternatives: false,
      replayedFrames: 'alarm',
      requireConsent: false,
      trustProxy: false,
      challengeLifetimeMs: 60_000,
      bodyLimitBytes: 12 * 2 ** 20,
      maximumImages: 10,
      maximumFrames: 60,
      maximumPixels: 60e6,
      concurrency: 1,
      queueLimit: 16,
      queueShare: 0.75,
      bodyMemoryBytes: 96 * 2 ** 20,
      bodyGraceMs: 2000,
      bodyBytesPerSecond: 8192,
      decodedPixels: 180e6,
      timeoutMs: 30_000,
    })
  })

  it('that needs challenges is refused where there are none', () => {
    for (const requireChallenge of ['frames', 'enroll', 'verify', 'both'])
      expect(refusal({ requireChallenge, challenges: undefined })).toBe('requireChallenge')
    expect(refusal({ requireChallenge: 'none', challenges: undefined })).toBe('')
    expect(refusal({ luck: 1 })).toBe('luck')
  })
})

describe('what a failure becomes for a client', () => {
  const named = (name: string) => Object.assign(new Error('secret'), { name })
  const vault = (retryable: boolean) => new KeyProviderError('away', { code: 'unavailable', retryable })
  it.each<[string, unknown, string, number | undefined]>([
    ['a request that is none', new InvalidRequestError('No.'), 'invalid-request', undefined],
    [
      'a picture that is none',
      new ImageDecodeError('No.', { code: 'unsupported-type' }),
      'invalid-image',
      undefined,
    ],
    ['a deadline', named('TimeoutError'), 'timed-out', undefined],
    ['a client that left', named('AbortError'), 'client-closed-request', undefined],
    ['a store that is away', new StorageError('x', { code: 'unavailable' }), 'unavailable', 5],
    ['a store that is full', new StorageError('x', { code: 'full' }), 'unavailable', 5],
    ['a store that may not', new StorageError('x', { code: 'permission-denied' }), 'unavailable', 5],
    ['a store that is corrupt', new StorageError('x', { code: 'corrupt-store' }), 'unavailable', 5],
    ['a store in conflict', new StorageError('x', { code: 'conflict' }), 'internal-error', undefined],
    ['an engine that is closed', new DisposedError('The engine'), 'unavailable', 5],
    ['keys that are away', vault(true), 'unavailable', 1],
    ['keys that are refused', vault(false), 'internal-error', undefined],
    ['a record that does not open', new TemplateSecurityError(), 'internal-error', undefined],
    ['anything else', new TypeError('secret'), 'internal-error', undefined],
    ['nothing at all', undefined, 'internal-error', undefined],
  ])('%s', async (_, error, code, seconds) => {
    const problem = problemFromError(error)
    expect(problem.code).toBe(code)
    const response = problemResponse(problem, 'r1')
    expect(response.headers.get('retry-after')).toBe(seconds === undefined ? null : String(seconds))
    const body = await response.json()
    expect(body).toMatchObject({
      code,
      request_id: 'r1',
      status: response.status,
      type: `urn:faceward:problem:${code}`,
    })
    expect(JSON.stringify(body)).not.toContain('secret')
  })

  it('is what it is where it was a problem already, and says how to authenticate', () => {
    const problem = new Problem('unauthenticated')
    expect(problemFromError(problem)).toBe(problem)
    expect(problemResponse(problem, 'r').headers.get('www-authenticate')).toBe('Bearer')
    expect(problemResponse(new Problem('not-found'), 'r').headers.has('www-authenticate')).toBe(false)
  })

  it('is in the log with eight places at most, its code and stage, and no message', () => {
    const failing = new StorageError('ada is full', { code: 'full' })
    failing.stack = `StorageError: ada is full\n${Array.from({ length: 12 }, (_, i) => `    at f (file:///a.js:${i}:1)`).join('\n')}\n    at no place`
    const event = failureEvent(failing, '/verify', 'r', 't')
    expect(event).toMatchObject({
      type: 'failure',
      route: '/verify',
      name: 'StorageError',
      code: 'full',
      stage: failing.stage,
    })
    if (event.type !== 'failure') throw new Error('no failure')
    expect(event.stack).toHaveLength(8)
    expect(event.stack[0]).toBe('at f (file:///a.js:0:1)')
    expect(JSON.stringify(event)).not.toContain('ada')
    expect(failureEvent('text', '/', 'r', 't')).toMatchObject({ name: 'string', stack: [] })
  })

  it('is unreadable when a record that does not open is its cause, however deep', () => {
    const deep = new Error('a', { cause: new Error('b', { cause: new TemplateSecurityError() }) })
    expect([deep, new TemplateSecurityError(), new Error('a'), undefined].map(isUnreadable)).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})

describe('a route', () => {
  const route = (method: string, path: string) => ({ method, path }) as Route
  const routes = [
    route('GET', '/users/{id}'),
    route('DELETE', '/users/{id}'),
    route('POST', '/users/{id}/unlock'),
    route('GET', '/livez'),
  ]
  const at = (method: string, path: string) => {
    try {
      const found = findRoute(routes, method, path)
      return `${found.route.method} ${found.route.path} ${found.id}`
    } catch (error) {
      const { code, details } = error as Problem
      return `${code} ${details.headers?.['allow'] ?? ''}`.trim()
    }
  }
  it.each([
    ['GET', '/users/ada', 'GET /users/{id} ada'],
    ['HEAD', '/users/ada', 'GET /users/{id} ada'],
    ['DELETE', '/users/a%2Fb', 'DELETE /users/{id} a/b'],
    ['POST', '/users/ada/unlock', 'POST /users/{id}/unlock ada'],
    ['GET', '/livez', 'GET /livez '],
    ['PUT', '/users/ada', 'method-not-allowed GET, DELETE'],
    ['POST', '/livez', 'method-not-allowed GET'],
    ['GET', '/users/', 'not-found'],
    ['GET', '/users/a/b', 'not-found'],
    ['POST', '/users//unlock', 'not-found'],
    ['GET', '/livez/x', 'not-found'],
    ['GET', '/users/%ff', 'invalid-request'],
  ])('%s %s is %s', (method, path, expected) => {
    expect(at(method, path)).toBe(expected)
  })
})

it('reasons without scores are one reason where they would tell how near a face came', () => {
  const reasons = (...codes: ReasonCode[]) => codes.map((code) => ({ code, message: code }))
  const near: ReasonCode[] = ['unknown_subject', 'no_match', 'similarity_below_floor', 'score_below_accept']
  for (const code of near)
    expect(disclosedReasons(reasons(code), 'decision').map((one) => one.code)).toEqual(['no_match'])
  const mixed = reasons('liveness_too_low', 'score_below_accept', 'similarity_below_floor', 'too_dark')
  expect(disclosedReasons(mixed, 'decision').map(({ code }) => code)).toEqual([
    'liveness_too_low',
    'no_match',
    'too_dark',
  ])
  expect(disclosedReasons(mixed, 'full')).toEqual(mixed)
})

describe('a client’s name', () => {
  const engine = { keyedDigest: async ({ tenantId = '', text = '' }) => `${tenantId}:${text}` }
  const caller = { keyId: 'bank', tenantId: 't', may: () => true }

  it('is its key’s where it has one, and beside it its address', async () => {
    const clients = createClients(engine)
    expect(await clients.namesOf(caller, { address: '1.2.3.4' })).toEqual({
      counted: 't:key bank',
      from: { client: 't:address 1.2.3.4' },
    })
    expect(await clients.namesOf(caller, {})).toEqual({ counted: 't:key bank', from: {} })
    const open = { ...caller, keyId: undefined }
    expect(await clients.namesOf(open, { address: '1.2.3.4' })).toEqual({
      counted: 't:address 1.2.3.4',
      from: { client: 't:address 1.2.3.4' },
    })
    expect(await clients.namesOf(open, {})).toEqual({ counted: 't:address ', from: {} })
  })

  it('of a refused request is nothing where it cannot be told', async () => {
    const failing = createClients({ keyedDigest: () => Promise.reject(new Error('away')) })
    expect(await failing.addressOf('t', { address: '1.2.3.4' })).toEqual({})
    expect(await createClients(engine).addressOf('t', {})).toEqual({})
  })
})
