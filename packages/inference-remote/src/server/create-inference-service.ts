import { describeModel } from './describe-model.js'
import { infer } from './infer.js'
import {
  type InferenceServiceOptions,
  parseInferenceServiceOptions,
  type ServedModel,
} from './inference-service-options.js'
import { ServiceError } from './service-error.js'

/** Answers a request; never rejects. */
export type InferenceService = (request: Request) => Promise<Response>

const SERVER = { name: 'faceward', version: '2', extensions: ['binary_tensor_data'] } as const

/**
 * Serves models by the Open Inference Protocol v2 over HTTP (github.com/kserve/open-inference-protocol,
 * `inference_rest.md`): health, server and model metadata, readiness, infer, with tensors in JSON or as binary data
 * (Triton's `extension_binary_data.md`). A fetch handler: it runs wherever there are `Request` and `Response`.
 *
 * It knows neither TLS nor who asks. Put what does in front of it.
 *
 * @throws ConfigurationError `invalid-options`.
 */
export function createInferenceService(options: InferenceServiceOptions): InferenceService {
  const { models, bodyLimitBytes, maximumUnderWay } = parseInferenceServiceOptions(options)
  const state = { underWay: 0 }

  async function admitted(model: ServedModel, request: Request): Promise<Response> {
    if (state.underWay >= maximumUnderWay) {
      throw new ServiceError(503, 'Too many requests are under way.', {
        connection: 'close',
        'retry-after': '1',
      })
    }
    state.underWay++
    try {
      return await infer(model, request, bodyLimitBytes)
    } finally {
      state.underWay--
    }
  }

  async function answer(request: Request): Promise<Response> {
    const [version, subject, name, action, ...rest] = segmentsOf(request.url)
    const isModel = subject === 'models' && name !== undefined
    if (version !== 'v2' || rest.length > 0) throw notFound()
    if (!isModel) {
      assertMethod(request, 'GET')
      if (subject === undefined) return json(SERVER)
      if (subject === 'health' && action === undefined && name === 'live') return json({ live: true })
      if (subject === 'health' && action === undefined && name === 'ready') return json({ ready: true })
      throw notFound()
    }
    const model = models.find(({ id }) => id === name)
    if (model === undefined) throw new ServiceError(404, 'There is no such model.')
    if (action === 'infer') {
      assertMethod(request, 'POST')
      return admitted(model, request)
    }
    assertMethod(request, 'GET')
    if (action === undefined) return json(describeModel(model))
    if (action === 'ready') return json({ name: model.id, ready: true })
    throw notFound()
  }

  return async (request) => {
    try {
      return await answer(request)
    } catch (failure) {
      if (failure instanceof ServiceError) return problem(failure)
      return problem(new ServiceError(500, 'The server failed.'))
    }
  }
}

/** The parts of the path, decoded; none where there is nothing that could be. */
function segmentsOf(url: string): readonly string[] {
  try {
    return new URL(url).pathname
      .replace(/^\/|\/$/g, '')
      .split('/')
      .map(decodeURIComponent)
  } catch {
    return []
  }
}

function assertMethod({ method }: Request, expected: 'GET' | 'POST'): void {
  if (method !== expected) throw new ServiceError(405, `Expected ${expected}.`, { allow: expected })
}

const notFound = () => new ServiceError(404, 'There is nothing here; see the Open Inference Protocol v2.')

const json = (body: object): Response =>
  new Response(JSON.stringify(body), {
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  })

function problem({ status, message, headers }: ServiceError): Response {
  return new Response(JSON.stringify({ error: message }), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  })
}
