import type { RequestListener } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { createRemoteBackend } from '../src/index.js'
import { fourNumbers, identityModel } from './kit-models.js'
import {
  answer,
  createScriptedServers,
  failureOf,
  four,
  HTML,
  json,
  NUMBERS,
  SECRET,
  sized,
} from './scripted-server.js'

const servers = createScriptedServers()
afterEach(() => servers.closeAll())

describe('an answer', () => {
  it('that is right is taken', async () => {
    const { returned } = await servers.runAgainst((_, response) => answer(response, sized(16), NUMBERS))
    expect(returned).toEqual({ type: 'float32', dims: [4], data: Float32Array.of(1, 2, 3, 4) })
  })

  it.each<[string, RequestListener]>([
    ['of a wrong shape', (_, to) => answer(to, { ...sized(16), shape: [2, 2] }, NUMBERS)],
    ['of another fixed size', (_, to) => answer(to, { ...sized(12), shape: [3] }, NUMBERS.subarray(4))],
    ['with too few bytes', (_, to) => answer(to, sized(16), NUMBERS.subarray(1))],
    ['with too many bytes', (_, to) => answer(to, sized(16), new Uint8Array(17))],
    ['that says less than its shape', (_, to) => answer(to, sized(12), NUMBERS.subarray(4))],
    ['of a wrong type', (_, to) => answer(to, { ...sized(4), datatype: 'UINT8' }, NUMBERS.subarray(12))],
    ['of a type nobody knows', (_, to) => answer(to, { ...sized(16), datatype: 'FP64' }, NUMBERS)],
    ['with another output', (_, to) => answer(to, { ...sized(16), name: 'other' }, NUMBERS)],
    ['of another model', (_, to) => answer(to, sized(16), NUMBERS, 'other')],
    ['without outputs', (_, to) => json(to, { model_name: 'identity' })],
    ['with no output', (_, to) => json(to, { model_name: 'identity', outputs: [] })],
    [
      'with one output twice',
      (_, to) =>
        json(to, {
          outputs: [four('returned', { data: [1, 2, 3, 4] }), four('returned', { data: [1, 2, 3, 4] })],
        }),
    ],
    [
      'with null for a number',
      (_, to) => json(to, { outputs: [four('returned', { data: [1, 2, 3, null] })] }),
    ],
    ['that is HTML', (_, to) => void to.setHeader('content-type', 'text/html').end(HTML)],
    ['that is a list', (_, to) => json(to, [])],
    [
      'with a length outside of it',
      (_, to) => void to.setHeader('inference-header-content-length', 999).end('{}'),
    ],
    [
      'with a length that is none',
      (_, to) => void to.setHeader('inference-header-content-length', '-1').end('{}'),
    ],
    ['larger than is read', (_, to) => void to.end(Buffer.alloc(5000, ' '))],
  ])('%s is refused', async (_, infer) => {
    const failure = await failureOf(servers.runAgainst(infer, { maximumAnswerBytes: 2000 }))
    expect(failure).toMatchObject({ name: 'InferenceError', code: 'backend-failure', retryable: false })
  })

  it('that never ends is not kept in memory', async () => {
    const sent = { bytes: 0, closed: false }
    const endless: RequestListener = (_, response) => {
      const chunk = Buffer.alloc(65_536, ' ')
      const more = () => {
        while (!sent.closed && sent.bytes < 5e8) {
          sent.bytes += chunk.length
          if (!response.write(chunk)) return void response.once('drain', more)
        }
      }
      response.on('close', () => {
        sent.closed = true
      })
      more()
    }
    const failure = await failureOf(servers.runAgainst(endless, { maximumAnswerBytes: 1e6 }))
    expect(failure.message).toContain('more than 1000000 bytes')
    expect(sent.bytes).toBeLessThan(1e8)
  })
})

describe('a server', () => {
  it('that redirects is not followed', async () => {
    const followed: string[] = []
    const elsewhere = await servers.serveMore((request, response) => {
      followed.push(request.url!)
      answer(response, sized(16), NUMBERS)
    })
    const to = { location: `${elsewhere.url}/v2/models/identity/infer` }
    const failure = await failureOf(
      servers.runAgainst((_, response) => void response.writeHead(307, to).end()),
    )
    expect(failure.message).toContain('redirect')
    expect(followed).toEqual([])
  })

  it.each([
    [400, false],
    [401, false],
    [404, false],
    [429, true],
    [500, true],
    [503, true],
  ])('that answers %i says whether it may work later: %s', async (status, retryable) => {
    const infer: RequestListener = (_, response) =>
      void response.writeHead(status).end(`{"error":"${SECRET}"}`)
    expect(await failureOf(servers.runAgainst(infer))).toMatchObject({ code: 'backend-failure', retryable })
  })

  it('that cuts the connection may work later', async () => {
    const cut: RequestListener = (_, response) => {
      response.writeHead(200, { 'content-length': 500 }).write('{')
      setImmediate(() => response.destroy())
    }
    const before: RequestListener = (request) => void request.socket.destroy()
    for (const infer of [cut, before]) {
      expect(await failureOf(servers.runAgainst(infer))).toMatchObject({
        code: 'backend-failure',
        retryable: true,
      })
    }
  })

  it('that closes a kept connection just then is asked once more, and only once', async () => {
    const asked = { times: 0, broken: 1 }
    const infer: RequestListener = (request, response) => {
      if (asked.times++ < asked.broken) request.socket.destroy()
      else answer(response, sized(16), NUMBERS)
    }
    await expect(servers.runAgainst(infer)).resolves.toHaveProperty('returned')
    Object.assign(asked, { times: 0, broken: 9 })
    expect(await failureOf(servers.runAgainst(infer))).toMatchObject({ retryable: true })
    expect(asked.times).toBe(2)
  })

  it('that does not listen may work later', async () => {
    const server = await servers.serveMore(() => {})
    await server.close()
    const failure = await failureOf(createRemoteBackend({ url: server.url }).load(identityModel))
    expect(failure).toMatchObject({ name: 'InferenceError', code: 'backend-failure', retryable: true })
  })

  it.each<[string, RequestListener]>([
    ['says nothing', () => {}],
    ['begins and does not end', (_, response) => void response.writeHead(200).write('{')],
  ])('that %s is given up at the deadline', async (_, infer) => {
    const failure = await failureOf(servers.runAgainst(infer, { timeoutMs: 300 }))
    expect(failure).toMatchObject({ code: 'backend-failure', retryable: true })
    expect(failure.message).toContain('within 300 ms')
  })

  it.each<[string, RequestListener]>([
    ['before the answer', () => {}],
    ['in the middle of it', (_, response) => void response.writeHead(200).write('{')],
  ])('is let go by an abort %s, with the reason', async (_, infer) => {
    const controller = new AbortController()
    const closed = deferred()
    const watched: RequestListener = (request, response) => {
      response.on('close', closed.resolve)
      void infer(request, response)
      setTimeout(() => controller.abort(reason), 20)
    }
    const reason = new Error('stop')
    const session = await (await servers.backendOf({ '/infer': watched })).load(identityModel)
    await expect(session.run(fourNumbers, { signal: controller.signal })).rejects.toBe(reason)
    await closed.promise
  })
})

function deferred() {
  let resolve: () => void = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve: () => resolve() }
}
