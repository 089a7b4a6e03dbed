import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { networkInterfaces } from 'node:os'
import { describe, expect, it } from 'vitest'
import { createApiKey } from '../src/index.js'
import { createNodeHandler } from '../src/node/index.js'
import { harness } from './api-harness.js'

const FORWARDED: readonly IncomingHttpHeaders[] = [
  { 'x-forwarded-for': '127.0.0.1' },
  { 'x-forwarded-host': 'localhost' },
  { 'X-Real-IP': '127.0.0.1' },
  { forwarded: 'for=127.0.0.1' },
  { via: '1.1 proxy' },
  { 'cf-connecting-ip': '127.0.0.1' },
]

const elsewhere = Object.values(networkInterfaces())
  .flatMap((all) => all ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address

/** What DELETE /users/ada answers to a connection of its own to that address, over a server that listens on all. */
async function answerTo(
  connectTo: string,
  headers: IncomingHttpHeaders,
  options: Parameters<typeof harness>[0] = {},
  listenOn = '::',
): Promise<{ readonly status: number | undefined; readonly body: string }> {
  const { api } = harness(options)
  // harness puts its callers on this machine; the handler says itself where they are.
  const server: Server = createServer(createNodeHandler(api))
  await new Promise<void>((resolve) => void server.listen(0, listenOn, resolve))
  const { port } = server.address() as AddressInfo
  try {
    return await new Promise((resolve, reject) => {
      const target = { host: connectTo, port, method: 'DELETE', path: '/users/ada', headers, agent: false }
      httpRequest(target, (response) => {
        let body = ''
        response.setEncoding('utf8').on('data', (chunk: string) => {
          body += chunk
        })
        response.on('end', () => resolve({ status: response.statusCode, body }))
      })
        .on('error', reject)
        .end()
    })
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
}

describe('without keys, on a server that listens on every address', () => {
  it.each(['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'])(
    'answers who comes from %s',
    async (address) => {
      expect((await answerTo(address, { host: 'localhost' })).status).toBe(200)
    },
  )

  it('answers 127.0.0.1 on a server that speaks IPv4 alone', async () => {
    expect((await answerTo('127.0.0.1', { host: '127.0.0.1:8080' }, {}, '0.0.0.0')).status).toBe(200)
  })

  it
    .skipIf(elsewhere === undefined)
    .each([
      { host: 'localhost' },
      { host: '127.0.0.1:8080' },
      { host: '[::1]' },
      { host: 'localhost', 'x-forwarded-for': '127.0.0.1' },
      { host: 'localhost', origin: 'http://localhost' },
    ])('refuses who comes by another address of the network, whatever it says: %o', async (headers) => {
    const { status, body } = await answerTo(elsewhere ?? '', headers)
    expect(status).toBe(403)
    expect(JSON.parse(body)).toMatchObject({ code: 'local-only' })
    expect(JSON.parse(body).detail).toMatch(/another machine.*keys create.*Authorization/)
  })

  it.each(FORWARDED)('refuses what a proxy on this machine passed on: %o', async (headers) => {
    const { status, body } = await answerTo('127.0.0.1', { ...headers, host: 'localhost' })
    expect(status).toBe(403)
    expect(JSON.parse(body).detail).toMatch(/proxy.*API_TRUST_PROXY/)
  })

  it.each([
    [{ host: 'evil.example' }],
    [{ host: 'localhost.evil.example' }],
    [{ host: 'localhost', origin: 'https://evil.example' }],
    [{ host: 'localhost', 'sec-fetch-site': 'cross-site' }],
  ])('still refuses foreign pages and rebound names: %o', async (headers) => {
    const { status, body } = await answerTo('127.0.0.1', headers)
    expect(status).toBe(403)
    expect(JSON.parse(body).code).toBe('foreign-origin')
  })
})

describe('without keys, behind the fetch handler', () => {
  const request = (headers: HeadersInit = {}) =>
    new Request('http://localhost/users/ada', { method: 'DELETE', headers })

  it('refuses who has no address, and says how to give one', async () => {
    const { api } = harness()
    const response = await api.fetch(request(), { address: '127.0.0.1', peerAddress: undefined } as object)
    expect(response.status).toBe(403)
    expect((await response.json()).detail).toMatch(/peerAddress, from the socket/)
  })

  it.each(['::ffff:7f00:1', '127.255.0.9'])('knows loopback as %s', async (peerAddress) => {
    expect((await harness().api.fetch(request(), { peerAddress })).status).toBe(200)
  })

  it.each(['128.0.0.1', '::ffff:10.0.0.1', '::ffff:8000:1', 'localhost', '127.0.0.1.evil', ''])(
    'does not take %j for loopback',
    async (peerAddress) => {
      expect((await harness().api.fetch(request(), { peerAddress })).status).toBe(403)
    },
  )

  it('believes a trusted proxy, also when it says that the client is elsewhere', async () => {
    const { api } = harness({ trustProxy: true })
    const headers = { 'x-forwarded-for': '192.0.2.9' }
    const from = (address: string) => api.fetch(request(headers), { address, peerAddress: '127.0.0.1' })
    expect((await from('192.0.2.9')).status).toBe(403)
    expect((await from('127.0.0.1')).status).toBe(200)
  })
})

describe('with keys', () => {
  it('answers a key from anywhere, proxy or not', async () => {
    const { random } = harness().parts
    const { secret, record } = await createApiKey({ id: 'bank', scopes: ['delete'], random })
    const headers = {
      host: 'faces.example',
      authorization: `Bearer ${secret}`,
      'x-forwarded-for': '192.0.2.9',
    }
    expect((await answerTo(elsewhere ?? '127.0.0.1', headers, { keys: [record] })).status).toBe(200)
  })
})
