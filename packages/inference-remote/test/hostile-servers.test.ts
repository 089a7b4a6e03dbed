import type { RequestListener, ServerResponse } from 'node:http'
import { FacewardError } from '@faceward/spec'
import { afterEach, describe, expect, it } from 'vitest'
import { createRemoteBackend, type RemoteBackendOptions } from '../src/index.js'
import { fourNumbers, identityModel } from './kit-models.js'
import { serveRaw, type TestServer } from './serve.js'

const four = (name: string, more: object = {}) => ({ name, datatype: 'FP32', shape: [4], ...more })
const METADATA = { name: 'identity', inputs: [four('given')], outputs: [four('returned')] }
const NUMBERS = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer)
const SECRET = 'Bearer sesame-street'
const PRIVATE = [SECRET, 'sesame', '0.25', '3000000', '3e6']

const open: TestServer[] = []
afterEach(() => Promise.all(open.splice(0).map((server) => server.close())))

const json = (response: ServerResponse, body: unknown) =>
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body))

/** A server that answers well but for what `answers` has for the end of a path. */
async function backendOf(
  answers: Readonly<Record<string, RequestListener>>,
  options: Partial<RemoteBackendOptions> = {},
) {
  const good: Readonly<Record<string, RequestListener>> = {
    '/v2': (_, response) =>
      json(response, { name: 'test', version: '1', extensions: ['binary_tensor_data'] }),
    '/ready': (_, response) => json(response, {}),
    '/identity': (_, response) => json(response, METADATA),
    '/infer': (_, response) =>
      answer(response, four('returned', { parameters: { binary_data_size: 16 } }), NUMBERS),
  }
  const listeners = { ...good, ...answers }
  const server = await serveRaw((request, response) => {
    const end = Object.keys(listeners).find((key) => request.url!.endsWith(key))!
    request.resume().on('end', () => void listeners[end]!(request, response))
  })
  open.push(server)
  return createRemoteBackend({
    url: server.url,
    headers: { authorization: SECRET },
    timeoutMs: 5000,
    ...options,
  })
}

function answer(response: ServerResponse, output: object, binary = new Uint8Array(0), model = 'identity') {
  const head = Buffer.from(JSON.stringify({ model_name: model, outputs: [output] }))
  response.setHeader('inference-header-content-length', head.length).end(Buffer.concat([head, binary]))
}

async function runAgainst(infer: RequestListener, options: Partial<RemoteBackendOptions> = {}) {
  const session = await (await backendOf({ '/infer': infer }, options)).load(identityModel)
  return session.run(fourNumbers)
}

/** The failure, of which nothing may hold what was sent. */
async function failureOf(work: Promise<unknown>): Promise<FacewardError> {
  const failure = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!FacewardError.isInstance(failure))
    throw new Error('it was no failure of this project', { cause: failure })
  for (const secret of PRIVATE) expect(failure.message).not.toContain(secret)
  return failure
}

const sized = (size: number) => four('returned', { parameters: { binary_data_size: size } })
const html = '<!doctype html><title>Sign in</title>'

describe('an answer', () => {
  it('that is right is taken', async () => {
    const { returned } = await runAgainst((_, response) => answer(response, sized(16), NUMBERS))
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
    ['that is HTML', (_, to) => void to.setHeader('content-type', 'text/html').end(html)],
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
    const failure = await failureOf(runAgainst(infer, { maximumAnswerBytes: 2000 }))
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
    const failure = await failureOf(runAgainst(endless, { maximumAnswerBytes: 1e6 }))
    expect(failure.message).toContain('more than 1000000 bytes')
    expect(sent.bytes).toBeLessThan(1e8)
  })
})

describe('a server', () => {
  it('that redirects is not followed', async () => {
    const followed: string[] = []
    const elsewhere = await serveRaw((request, response) => {
      followed.push(request.url!)
      answer(response, sized(16), NUMBERS)
    })
    open.push(elsewhere)
    const to = { location: `${elsewhere.url}/v2/models/identity/infer` }
    const failure = await failureOf(runAgainst((_, response) => void response.writeHead(307, to).end()))
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
    expect(await failureOf(runAgainst(infer))).toMatchObject({ code: 'backend-failure', retryable })
  })

  it('that cuts the connection may work later', async () => {
    const cut: RequestListener = (_, response) => {
      response.writeHead(200, { 'content-length': 500 }).write('{')
      setImmediate(() => response.destroy())
    }
    const before: RequestListener = (request) => void request.socket.destroy()
    for (const infer of [cut, before]) {
      expect(await failureOf(runAgainst(infer))).toMatchObject({ code: 'backend-failure', retryable: true })
    }
  })

  it('that closes a kept connection just then is asked once more, and only once', async () => {
    const asked = { times: 0, broken: 1 }
    const infer: RequestListener = (request, response) => {
      if (asked.times++ < asked.broken) request.socket.destroy()
      else answer(response, sized(16), NUMBERS)
    }
    await expect(runAgainst(infer)).resolves.toHaveProperty('returned')
    Object.assign(asked, { times: 0, broken: 9 })
    expect(await failureOf(runAgainst(infer))).toMatchObject({ retryable: true })
    expect(asked.times).toBe(2)
  })

  it('that does not listen may work later', async () => {
    const server = await serveRaw(() => {})
    await server.close()
    const failure = await failureOf(createRemoteBackend({ url: server.url }).load(identityModel))
    expect(failure).toMatchObject({ name: 'InferenceError', code: 'backend-failure', retryable: true })
  })

  it.each<[string, RequestListener]>([
    ['says nothing', () => {}],
    ['begins and does not end', (_, response) => void response.writeHead(200).write('{')],
  ])('that %s is given up at the deadline', async (_, infer) => {
    const failure = await failureOf(runAgainst(infer, { timeoutMs: 300 }))
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
    const session = await (await backendOf({ '/infer': watched })).load(identityModel)
    await expect(session.run(fourNumbers, { signal: controller.signal })).rejects.toBe(reason)
    await closed.promise
  })
})

describe('loading', () => {
  const load = async (answers: Readonly<Record<string, RequestListener>>) =>
    failureOf((await backendOf(answers)).load(identityModel))
  const metadata = (changed: object) =>
    load({ '/identity': (_, to) => json(to, { ...METADATA, ...changed }) })

  it.each<[string, object]>([
    ['another input', { inputs: [four('taken')] }],
    ['an input more', { inputs: [four('given'), four('more')] }],
    ['another datatype', { outputs: [four('returned', { datatype: 'FP64' })] }],
    ['another shape', { outputs: [four('returned', { shape: [5] })] }],
    ['another rank', { inputs: [four('given', { shape: [1, 4] })] }],
    ['no output', { outputs: [] }],
    ['another file', { parameters: { onnx_sha256: '0'.repeat(64) } }],
  ])('a model with %s is not the one asked for', async (_, changed) => {
    expect(await metadata(changed)).toMatchObject({ name: 'ModelLoadError', code: 'integrity-mismatch' })
  })

  it('a model whose shapes the server does not know is taken, with the shapes of the file', async () => {
    const free = { inputs: [four('given', { shape: [-1] })], outputs: [four('returned', { shape: [] })] }
    const backend = await backendOf({ '/identity': (_, to) => json(to, { ...METADATA, ...free }) })
    const session = await backend.load(identityModel)
    expect(session.inputs).toEqual([{ name: 'given', type: 'float32', dims: [4] }])
    await expect(session.run(fourNumbers)).resolves.toHaveProperty('returned')
  })

  it.each<[string, RequestListener]>([
    ['HTML', (_, to) => void to.end(html)],
    ['no tensors', (_, to) => json(to, { name: 'identity' })],
    ['another name', (_, to) => json(to, { ...METADATA, name: 'other' })],
    ['a shape that is none', (_, to) => json(to, { ...METADATA, inputs: [four('given', { shape: 'x' })] })],
  ])('metadata with %s is not the protocol', async (_, listener) => {
    expect(await load({ '/identity': listener })).toMatchObject({
      name: 'InferenceError',
      code: 'backend-failure',
    })
  })

  it.each([
    [404, 'ModelLoadError', 'not-found', false],
    [400, 'ModelLoadError', 'not-found', true],
    [503, 'ModelLoadError', 'not-found', true],
    [401, 'InferenceError', 'backend-failure', false],
    [403, 'InferenceError', 'backend-failure', false],
  ])('a model whose readiness is %i is %s %s', async (status, name, code, retryable) => {
    const failure = await load({ '/ready': (_, response) => void response.writeHead(status).end() })
    expect(failure).toMatchObject({ name, code, retryable })
  })

  it('a server without the binary extension is sent JSON, and one without metadata too', async () => {
    for (const metadataOfServer of [
      (_: unknown, to: ServerResponse) => json(to, { name: 'plain', extensions: [] }),
      (_: unknown, to: ServerResponse) => void to.writeHead(404).end(),
    ]) {
      const sent: (string | undefined)[] = []
      const backend = await backendOf({
        '/v2': metadataOfServer,
        '/infer': (request, response) => {
          sent.push(
            request.headers['content-type'],
            request.headers['inference-header-content-length'] as string,
          )
          json(response, { outputs: [four('returned', { data: [1, 2, 3, 4] })] })
        },
      })
      await (await backend.load(identityModel)).run(fourNumbers)
      expect(sent).toEqual(['application/json', undefined])
    }
  })

  it('what JSON cannot carry is a wrong tensor, not sent', async () => {
    const session = await (await backendOf({}, { encoding: 'json' })).load(identityModel)
    const given = { type: 'float32', dims: [4], data: Float32Array.of(1, 2, Number.NaN, 4) } as const
    await expect(session.run({ given })).rejects.toMatchObject({
      name: 'InferenceError',
      code: 'invalid-tensor',
    })
  })
})

function deferred() {
  let resolve: () => void = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve: () => resolve() }
}
