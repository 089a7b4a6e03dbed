import { describe, expect, it } from 'vitest'
import { DEFAULT_RULES } from '../face-api-options.js'
import type { Problem } from '../problems/problem.js'
import { createBounds } from '../queue/create-bounds.js'
import { type ApiKeyRecord, createApiKey, sha256Hex } from './api-key.js'
import { apiKeySource } from './api-key-source.js'
import { createAuthenticate, requireScope } from './authenticate.js'
import { createRefusalWatch } from './refusal-watch.js'
import { refuseStrangers } from './refuse-strangers.js'

const codeOf = async (run: () => unknown) => {
  try {
    await run()
  } catch (error) {
    return (error as Problem).code
  }
  return 'fine'
}

describe('a key', () => {
  const random = { bytes: (length: number) => Uint8Array.from({ length }, (_, i) => 251 + i) }
  const request = (headers: Record<string, string>) => new Request('http://a/', { headers })
  const made = createApiKey({ id: 'bank', scopes: ['verify'], tenantId: 't', expiresAtMs: 5000, random })

  it('has 256 random bits, and is kept as its SHA-256', async () => {
    const { secret, record } = await made
    expect(secret).toMatch(/^fwk_[\w-]{43}$/)
    expect(record).toEqual({
      id: 'bank',
      scopes: ['verify'],
      tenantId: 't',
      expiresAtMs: 5000,
      sha256: await sha256Hex(new TextEncoder().encode(secret)),
    })
    // FIPS 180-4, appendix: SHA-256 of "abc".
    expect(await sha256Hex(new TextEncoder().encode('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })

  it('is sent as a bearer token or by itself, and holds until it expires', async () => {
    const { secret, record } = await made
    const at = (now: number, headers: Record<string, string>) =>
      createAuthenticate(apiKeySource([record]), { now: () => now })(request(headers))
    const caller = await at(4999, { authorization: `bearer ${secret}` })
    expect([caller.keyId, caller.tenantId, caller.may('verify'), caller.may('admin')]).toEqual([
      'bank',
      't',
      true,
      false,
    ])
    expect((await at(0, { 'x-api-key': secret })).keyId).toBe('bank')
    expect(await codeOf(() => at(5000, { 'x-api-key': secret }))).toBe('expired-key')
    expect(await codeOf(() => requireScope(caller, 'admin'))).toBe('missing-scope')
    expect(await codeOf(() => requireScope(caller, 'verify'))).toBe('fine')
  })

  it('that is none, too long, or only begins like one is nobody’s', async () => {
    const { secret, record } = await made
    const upper = { ...record, sha256: record.sha256.toUpperCase() }
    const of = (headers: Record<string, string>, keys: readonly ApiKeyRecord[] = [upper]) =>
      codeOf(() => createAuthenticate(apiKeySource(keys), { now: () => 0 })(request(headers)))
    expect(await of({ 'x-api-key': secret })).toBe('fine')
    for (const wrong of [secret.slice(0, -1), `${secret}x`, 'x'.repeat(513)])
      expect(await of({ 'x-api-key': wrong })).toBe('unauthenticated')
    expect(await of({})).toBe('unauthenticated')
    expect(await of({ authorization: `Basic ${secret}` })).toBe('unauthenticated')
    const long = 'x'.repeat(512)
    const ofLong = { ...record, sha256: await sha256Hex(new TextEncoder().encode(long)) }
    expect(await of({ 'x-api-key': long }, [ofLong])).toBe('fine')
  })

  it('is another’s neither by name nor by digest', async () => {
    const { record } = await made
    const twice = (more: object) => () => apiKeySource([record, { ...record, ...more }])
    expect(await codeOf(twice({ sha256: 'ab'.repeat(32) }))).toBe('invalid-options')
    expect(await codeOf(twice({ id: 'other', sha256: record.sha256.toUpperCase() }))).toBe('invalid-options')
    expect(await codeOf(twice({ id: 'other', sha256: 'ab'.repeat(32) }))).toBe('fine')
    expect(apiKeySource([])).toBeUndefined()
    expect(apiKeySource({ current: () => [] })).toBeDefined()
  })

  it('of a source is looked at anew when its keys change', async () => {
    const { secret, record } = await made
    const state = { keys: [record] as readonly ApiKeyRecord[] }
    const authenticate = createAuthenticate(apiKeySource({ current: () => state.keys }), { now: () => 0 })
    expect(await codeOf(() => authenticate(request({ 'x-api-key': secret })))).toBe('fine')
    state.keys = [record, record]
    expect(await codeOf(() => authenticate(request({ 'x-api-key': secret })))).toBe('invalid-options')
    state.keys = []
    expect(await codeOf(() => authenticate(request({ 'x-api-key': secret })))).toBe('unauthenticated')
  })
})

describe('refusals', () => {
  const watching = (limits = { perClient: 3, inAll: 5, windowMs: 1000 }) => {
    const time = { now: 0 }
    const watch = createRefusalWatch({ monotonic: () => time.now }, limits)
    const see = (client?: string, ms = 0) => {
      time.now += ms
      return watch.see(client)
    }
    return { see }
  }

  it('are a burst of a client at its limit within the window, and told once in it', () => {
    const { see } = watching({ perClient: 3, inAll: 99, windowMs: 1000 })
    expect([see('a'), see('a', 500), see('a', 499)]).toEqual([[], [], [{ client: 'a' }]])
    expect([see('a'), see('a', 999)]).toEqual([[], []])
    expect([see('a', 1), see('a'), see('a')]).toEqual([[], [{ client: 'a' }], []])
    const slow = watching({ perClient: 3, inAll: 99, windowMs: 1000 })
    expect([slow.see('a'), slow.see('a', 500), slow.see('a', 500), slow.see('a', 500)]).toEqual([
      [],
      [],
      [],
      [],
    ])
  })

  it('are a burst of all together, of clients known and not', () => {
    const { see } = watching()
    expect(['a', 'b', undefined, 'c'].map((client) => see(client))).toEqual([[], [], [], []])
    expect(see()).toEqual([{}])
    expect(see()).toEqual([])
  })

  it('of a thousand clients are remembered, the one seen longest ago makes room', () => {
    const { see } = watching({ perClient: 2, inAll: 1e6, windowMs: 1e6 })
    for (let i = 0; i < 1000; i++) see(`c${i}`)
    expect(see('c0')).toEqual([{ client: 'c0' }])
    see('one more')
    expect(see('c1')).toEqual([])
    expect(see('c3')).toEqual([{ client: 'c3' }])
  })

  it('are by default twenty of a client and a hundred of all, in a minute', () => {
    const time = { now: 0 }
    const watch = createRefusalWatch({ monotonic: () => time.now })
    const told = Array.from({ length: 20 }, () => watch.see('a').length)
    expect(told.indexOf(1)).toBe(19)
    const others = Array.from({ length: 80 }, (_, i) => watch.see(`b${i % 40}`).length)
    expect(others.indexOf(1)).toBe(79)
    time.now = 60_000
    expect(watch.see('a')).toEqual([])
  })
})

describe('without keys', () => {
  const of = (
    peerAddress: string | undefined,
    more: { address?: string; url?: string; headers?: Record<string, string>; trustProxy?: boolean } = {},
  ) =>
    codeOf(() =>
      refuseStrangers(
        new Request(more.url ?? 'http://127.0.0.1:8080/verify', { headers: more.headers ?? {} }),
        {
          ...(peerAddress === undefined ? {} : { peerAddress }),
          ...(more.address === undefined ? {} : { address: more.address }),
        },
        { trustProxy: more.trustProxy ?? false },
      ),
    )

  it.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1', '::FFFF:7f00:1'])(
    '%s is on this machine',
    async (peer) => {
      expect(await of(peer)).toBe('fine')
    },
  )

  it.each([
    undefined,
    '128.0.0.1',
    '10.0.0.1',
    '::2',
    '::ffff:128.0.0.1',
    '::ffff:8000:1',
    '1127.0.0.1',
    '127.0.0.1.2',
    '',
  ])('%s is not', async (peer) => {
    expect(await of(peer)).toBe('local-only')
  })

  it.each([
    'forwarded',
    'via',
    'x-real-ip',
    'x-client-ip',
    'x-cluster-client-ip',
    'x-envoy-external-address',
    'cf-connecting-ip',
    'true-client-ip',
    'fastly-client-ip',
    'x-forwarded-for',
    'x-forwarded-anything',
  ])('%s is the sign of a proxy, which must be said to be there', async (name) => {
    expect(await of('127.0.0.1', { headers: { [name]: '127.0.0.1' } })).toBe('local-only')
    expect(await of('127.0.0.1', { headers: { [name]: '127.0.0.1' }, trustProxy: true })).toBe('fine')
  })

  it('a proxy’s word counts where it is trusted', async () => {
    expect(await of('127.0.0.1', { trustProxy: true, address: '10.0.0.1' })).toBe('local-only')
    expect(await of('127.0.0.1', { trustProxy: true, address: '127.0.0.1' })).toBe('fine')
    expect(await of('127.0.0.1', { address: '10.0.0.1' })).toBe('fine')
  })

  it('pages of another origin, and other names for this machine, are refused', async () => {
    for (const origin of ['http://evil.example', 'http://127.0.0.1:9', 'null'])
      expect(await of('::1', { headers: { origin } })).toBe('foreign-origin')
    expect(await of('::1', { headers: { origin: 'http://127.0.0.1:8080' } })).toBe('fine')
    expect(await of('::1', { headers: { 'sec-fetch-site': 'cross-site' } })).toBe('foreign-origin')
    expect(await of('::1', { headers: { 'sec-fetch-site': 'same-origin' } })).toBe('fine')
    for (const host of ['localhost', '[::1]', '127.1.2.3'])
      expect(await of('::1', { url: `http://${host}/` })).toBe('fine')
    for (const host of ['evil.example', 'localhost.evil.example', 'xlocalhost'])
      expect(await of('::1', { url: `http://${host}/` })).toBe('foreign-origin')
  })
})

describe('what requests may take together', () => {
  const key = (id: string) => ({ id, sha256: id, scopes: [] })
  const bounds = (ids: readonly string[] | undefined, rules: object = {}) =>
    createBounds({
      rules: {
        ...DEFAULT_RULES,
        concurrency: 2,
        queueLimit: 6,
        queueShare: 0.5,
        bodyLimitBytes: 100,
        bodyMemoryBytes: 1000,
        ...rules,
      },
      keys: ids && { current: () => ids.map(key) },
    })
  const admitted = ({ queue }: ReturnType<typeof bounds>, who: string) => {
    let count = 0
    try {
      for (;;) {
        queue.admit(who)
        count++
      }
    } catch (error) {
      expect(error).toMatchObject({ code: 'overloaded', details: { retryAfterSeconds: 1 } })
    }
    return count
  }

  it('is a share for each caller, and all of it where there is one key', () => {
    expect(admitted(bounds(['a']), 'a')).toBe(8)
    expect(admitted(bounds(['a', 'b']), 'a')).toBe(4)
    expect(admitted(bounds(undefined), 'a')).toBe(4)
    const shared = bounds(['a', 'b'])
    expect([admitted(shared, 'a'), admitted(shared, 'b'), admitted(shared, 'c')]).toEqual([4, 4, 0])
    expect(shared.queue.load).toEqual({ admitted: 8, running: 0, capacity: 8 })
  })

  it('holds one whole body at least, for each and for all', () => {
    const { bodies } = bounds(['a', 'b'])
    expect([bodies.allows('a', 500), bodies.allows('a', 501)]).toEqual([true, false])
    const small = bounds(['a', 'b'], { bodyMemoryBytes: 150 }).bodies
    expect([small.allows('a', 100), small.allows('a', 101)]).toEqual([true, false])
    const least = bounds(['a', 'b'], { bodyMemoryBytes: 50 }).bodies
    expect([least.allows('a', 100), least.allows('a', 101)]).toEqual([true, false])
  })

  it('decodes the pictures of one request at least', async () => {
    const { pixels } = bounds(undefined, { maximumPixels: 50, decodedPixels: 10 })
    await pixels.take(60, new AbortController().signal)
    expect(pixels.held).toBe(50)
  })
})
