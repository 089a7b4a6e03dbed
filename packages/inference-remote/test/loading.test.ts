import type { RequestListener, ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { fourNumbers, identityModel } from './kit-models.js'
import {
  type Answers,
  createScriptedServers,
  failureOf,
  four,
  HTML,
  json,
  METADATA,
} from './scripted-server.js'

const servers = createScriptedServers()
afterEach(() => servers.closeAll())

describe('loading', () => {
  const load = async (answers: Answers) => failureOf((await servers.backendOf(answers)).load(identityModel))
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
    const backend = await servers.backendOf({ '/identity': (_, to) => json(to, { ...METADATA, ...free }) })
    const session = await backend.load(identityModel)
    expect(session.inputs).toEqual([{ name: 'given', type: 'float32', dims: [4] }])
    await expect(session.run(fourNumbers)).resolves.toHaveProperty('returned')
  })

  it.each<[string, RequestListener]>([
    ['HTML', (_, to) => void to.end(HTML)],
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
      const backend = await servers.backendOf({
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
    const session = await (await servers.backendOf({}, { encoding: 'json' })).load(identityModel)
    const given = { type: 'float32', dims: [4], data: Float32Array.of(1, 2, Number.NaN, 4) } as const
    await expect(session.run({ given })).rejects.toMatchObject({
      name: 'InferenceError',
      code: 'invalid-tensor',
    })
  })
})
