import { createNodeBackend } from '@faceward/inference-node'
import { ConfigurationError, InferenceError, type InferenceSession } from '@faceward/spec'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { identityModel } from '../../test/kit-models.js'
import { createInferenceService, type InferenceServiceOptions, type ServedModel } from './index.js'

const state: { session?: InferenceSession } = {}
beforeAll(async () => {
  state.session = await createNodeBackend().load(identityModel)
})
afterAll(() => state.session?.dispose())

const AT = 'http://edge.localhost'
const given = (more: object = {}) => ({
  name: 'given',
  datatype: 'FP32',
  shape: [4],
  data: [1, 2, 3, 4],
  ...more,
})

function service(options: Partial<InferenceServiceOptions> = {}, model: Partial<ServedModel> = {}) {
  const models = [{ id: 'my model/1', session: state.session!, ...model }]
  return createInferenceService({ models, ...options })
}
const get = async (path: string, options: Partial<InferenceServiceOptions> = {}, init: RequestInit = {}) => {
  const response = await service(options)(new Request(`${AT}${path}`, init))
  return { status: response.status, body: await response.json(), headers: response.headers }
}
const post = (
  body: unknown,
  headers: Record<string, string> = {},
  options: Partial<InferenceServiceOptions> = {},
) =>
  get('/v2/models/my%20model%2F1/infer', options, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

describe('what the server says of itself', () => {
  it.each([
    ['/v2', { name: 'faceward', extensions: ['binary_tensor_data'] }],
    ['/v2/health/live', { live: true }],
    ['/v2/health/ready', { ready: true }],
    ['/v2/models/my%20model%2F1/ready', { ready: true }],
    [
      '/v2/models/my%20model%2F1',
      {
        name: 'my model/1',
        platform: 'onnx',
        inputs: [{ name: 'given', datatype: 'FP32', shape: [4] }],
        outputs: [{ name: 'returned', datatype: 'FP32', shape: [4] }],
      },
    ],
  ])('%s', async (path, body) => {
    expect(await get(path)).toMatchObject({ status: 200, body })
  })

  it.each([
    '/',
    '/v1/models/x',
    '/v2/health',
    '/v2/health/ready/more',
    '/v2/models',
    '/v2/models/none',
    '/v2/models/my%20model%2F1/other',
    '/v2/models/my%20model%2F1/infer/more',
    '/v2/%E0%A4%A',
  ])('%s is not there', async (path) => {
    expect(await get(path)).toMatchObject({ status: 404, body: { error: expect.any(String) } })
  })

  it('with another method is told which', async () => {
    const { status, headers } = await get('/v2/models/my%20model%2F1/infer')
    expect([status, headers.get('allow')]).toEqual([405, 'POST'])
    expect(await get('/v2', {}, { method: 'DELETE' })).toMatchObject({ status: 405 })
  })
})

describe('a run', () => {
  it('answers in JSON what was asked in JSON, under the id of the request', async () => {
    const { status, body } = await post({ id: 'q1', inputs: [given()] })
    const outputs = [{ name: 'returned', datatype: 'FP32', shape: [4], data: [1, 2, 3, 4] }]
    expect([status, body]).toEqual([200, { model_name: 'my model/1', id: 'q1', outputs }])
  })

  it('answers as bytes where asked to, for one output or for all', async () => {
    for (const asked of [
      { parameters: { binary_data_output: true } },
      { outputs: [{ name: 'returned', parameters: { binary_data: true } }] },
    ]) {
      const response = await service()(
        new Request(`${AT}/v2/models/my%20model%2F1/infer`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ inputs: [given()], ...asked }),
        }),
      )
      const bytes = new Uint8Array(await response.arrayBuffer())
      const length = Number(response.headers.get('inference-header-content-length'))
      expect(new Float32Array(bytes.slice(length).buffer)).toEqual(Float32Array.of(1, 2, 3, 4))
    }
  })

  it.each<[string, unknown]>([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['no inputs', {}],
    ['an unknown input', { inputs: [given({ name: 'taken' })] }],
    ['a wrong shape', { inputs: [given({ shape: [2, 2] })] }],
    ['too few numbers', { inputs: [given({ data: [1] })] }],
    ['another type', { inputs: [given({ datatype: 'UINT8' })] }],
    ['bytes that are not there', { inputs: [given({ parameters: { binary_data_size: 16 } })] }],
    ['an unknown output', { inputs: [given()], outputs: [{ name: 'other' }] }],
    ['an output twice', { inputs: [given()], outputs: [{ name: 'returned' }, { name: 'returned' }] }],
    ['no output', { inputs: [given()], outputs: [] }],
  ])('with %s is refused with 400 and a reason', async (_, body) => {
    expect(await post(body)).toMatchObject({ status: 400, body: { error: expect.stringMatching(/\w{5}/) } })
  })

  it.each([{ 'content-type': 'text/plain' }, { 'content-encoding': 'gzip' }])(
    'with %j is refused with 415: no page of another origin gets here unasked',
    async (headers) => {
      expect(await post({ inputs: [given()] }, headers)).toMatchObject({ status: 415 })
    },
  )

  it('with too large a body is refused with 413, declared or not', async () => {
    const limit = { bodyLimitBytes: 1024 }
    expect(await post(' '.repeat(1025), {}, limit)).toMatchObject({ status: 413 })
    expect(await post('{}', { 'content-length': '99999' }, limit)).toMatchObject({ status: 413 })
  })

  it('beyond those that may be under way is refused with 503, and later ones are answered', async () => {
    const release: { one?: () => void } = {}
    const slow: ServedModel['session'] = {
      ...state.session!,
      run: (feeds) =>
        new Promise((resolve) => {
          release.one = () => resolve(state.session!.run(feeds))
        }),
    }
    const busy = service({ maximumUnderWay: 1 }, { session: slow })
    const ask = () =>
      busy(
        new Request(`${AT}/v2/models/my%20model%2F1/infer`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ inputs: [given()] }),
        }),
      )
    const first = ask()
    await expect.poll(() => release.one).toBeDefined()
    expect((await ask()).status).toBe(503)
    release.one?.()
    expect((await first).status).toBe(200)
    Object.assign(release, { one: undefined })
    const again = ask()
    await expect.poll(() => release.one).toBeDefined()
    release.one?.()
    expect((await again).status).toBe(200)
  })

  it.each([
    [new InferenceError('secret', { code: 'backend-failure' }), 500],
    [new InferenceError('secret', { code: 'backend-failure', retryable: true }), 503],
    [new TypeError('secret'), 500],
  ])('that fails on the server says no more than that (%s)', async (failure, status) => {
    const failing = { ...state.session!, run: () => Promise.reject(failure) }
    const response = await service(
      {},
      { session: failing },
    )(
      new Request(`${AT}/v2/models/my%20model%2F1/infer`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ inputs: [given()] }),
      }),
    )
    expect(response.status).toBe(status)
    expect(await response.text()).not.toContain('secret')
  })
})

describe('options', () => {
  it.each<[string, Partial<InferenceServiceOptions>, Partial<ServedModel>]>([
    ['a name no address can have', {}, { id: '..' }],
    ['a hash that is none', {}, { sha256: 'abc' }],
    [
      'tensors of another type',
      {},
      { session: { inputs: [], outputs: [{ name: 'a', type: 'float16', dims: [] }], run: async () => ({}) } },
    ],
    ['a limit below a request', { bodyLimitBytes: 10 }, {}],
    ['no request at a time', { maximumUnderWay: 0 }, {}],
    ['an unknown key', { model: [] } as object, {}],
  ])('refuse %s', (_, options, model) => {
    expect(() => service(options, model)).toThrow(ConfigurationError)
  })

  it('refuse a model twice', () => {
    const model = { id: 'a', session: state.session! }
    expect(() => createInferenceService({ models: [model, model] })).toThrow(/a: is there twice/)
  })
})
