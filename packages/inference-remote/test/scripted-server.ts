import type { RequestListener, ServerResponse } from 'node:http'
import { FacewardError, type InferenceBackend, type Tensors } from '@faceward/spec'
import { createRemoteBackend, type RemoteBackendOptions } from '../src/index.js'
import { fourNumbers, identityModel } from './kit-models.js'
import { serveRaw, type TestServer } from './serve.js'

/** What a server answers to the end of a path. */
export type Answers = Readonly<Record<string, RequestListener>>

/** Four numbers, as metadata or an output describes them. */
export const four = (name: string, more: object = {}) => ({ name, datatype: 'FP32', shape: [4], ...more })
/** The output of a right answer, with so many bytes. */
export const sized = (size: number) => four('returned', { parameters: { binary_data_size: size } })
export const METADATA = { name: 'identity', inputs: [four('given')], outputs: [four('returned')] }
export const NUMBERS = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer)
export const SECRET = 'Bearer sesame-street'
export const HTML = '<!doctype html><title>Sign in</title>'
const PRIVATE = [SECRET, 'sesame', '0.25', '3000000', '3e6']

export const json = (response: ServerResponse, body: unknown) =>
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body))

/** Writes an answer with bytes. */
export function answer(
  response: ServerResponse,
  output: object,
  binary = new Uint8Array(0),
  model = 'identity',
) {
  const head = Buffer.from(JSON.stringify({ model_name: model, outputs: [output] }))
  response.setHeader('inference-header-content-length', head.length).end(Buffer.concat([head, binary]))
}

const GOOD: Answers = {
  '/v2': (_, to) => json(to, { name: 'test', version: '1', extensions: ['binary_tensor_data'] }),
  '/ready': (_, to) => json(to, {}),
  '/identity': (_, to) => json(to, METADATA),
  '/infer': (_, to) => answer(to, sized(16), NUMBERS),
}

/** Servers that answer well but for what a test says, and backends that ask them with a secret header. */
export function createScriptedServers() {
  const open: TestServer[] = []
  async function backendOf(
    answers: Answers,
    options: Partial<RemoteBackendOptions> = {},
  ): Promise<InferenceBackend> {
    const listeners = { ...GOOD, ...answers }
    const server = await serveRaw((request, response) => {
      const end = Object.keys(listeners).find((key) => request.url!.endsWith(key))!
      request.resume().on('end', () => void listeners[end]!(request, response))
    })
    open.push(server)
    const headers = { authorization: SECRET }
    return createRemoteBackend({ url: server.url, headers, timeoutMs: 600_000, ...options })
  }
  return {
    backendOf,
    async runAgainst(infer: RequestListener, options: Partial<RemoteBackendOptions> = {}): Promise<Tensors> {
      const session = await (await backendOf({ '/infer': infer }, options)).load(identityModel)
      return session.run(fourNumbers)
    },
    async serveMore(listener: RequestListener): Promise<TestServer> {
      const server = await serveRaw(listener)
      open.push(server)
      return server
    },
    closeAll: () => Promise.all(open.splice(0).map((server) => server.close())),
  }
}

/** The failure of something, of which nothing may hold what was sent. */
export async function failureOf(work: Promise<unknown>): Promise<FacewardError> {
  const failure = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!FacewardError.isInstance(failure)) throw new Error('no failure of this project', { cause: failure })
  const told = PRIVATE.filter((secret) => failure.message.includes(secret))
  if (told.length > 0) throw new Error(`the failure tells ${told.join()}`)
  return failure
}
