import { readLimited } from '@faceward/plugin-kit'
import { InferenceError, type Tensors } from '@faceward/spec'
import { decodeBody, encodeBody } from '../protocol/binary-body.js'
import { isRecord } from '../protocol/is-record.js'
import { ProtocolError } from '../protocol/protocol-error.js'
import { readTensors } from '../protocol/read-tensors.js'
import { writeTensors } from '../protocol/write-tensors.js'
import type { ServedModel } from './inference-service-options.js'
import { ServiceError } from './service-error.js'

// A page of another origin can send neither without asking first, and nobody here says yes.
const MEDIA_TYPES: readonly unknown[] = ['application/json', 'application/octet-stream']
const LONGEST_ID = 256

/** POST /v2/models/{id}/infer. @throws ServiceError for what is wrong with the request. */
export async function infer(model: ServedModel, request: Request, limitBytes: number): Promise<Response> {
  const body = await readBody(request, limitBytes)
  const { json, feeds } = orBadRequest('The request is not the protocol', () => {
    const decoded = decodeBody(body, request.headers)
    return { json: decoded.json, feeds: readTensors(decoded.json['inputs'], decoded.binary) }
  })
  const outputs = wantedOutputs(model, json)
  const results = await run(model, feeds, request.signal)
  const wanted = Array.from(outputs.keys(), (name) => [name, results[name]!] as const)
  const { described, chunks } = orBadRequest('The outputs cannot be written: ask for binary ones', () =>
    writeTensors(wanted, (name) => outputs.get(name) === true),
  )
  const { id } = json
  const hasId = typeof id === 'string' && id.length <= LONGEST_ID
  const head = JSON.stringify({ model_name: model.id, ...(hasId ? { id } : {}) })
  const answer = encodeBody(`${head.slice(0, -1)},"outputs":[${described.join(',')}]}`, chunks)
  return new Response(answer.body, { headers: { ...answer.headers, 'cache-control': 'no-store' } })
}

async function readBody(request: Request, limitBytes: number): Promise<Uint8Array> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (!MEDIA_TYPES.includes(type) || request.headers.has('content-encoding')) {
    throw new ServiceError(415, `Expected ${MEDIA_TYPES.join(' or ')}, not encoded.`)
  }
  const declared = Number(request.headers.get('content-length') ?? 0)
  const body = declared > limitBytes ? undefined : await readLimited(request.body, limitBytes, request.signal)
  if (body !== undefined) return body
  // What is left of the body would be read as the next request on this connection.
  throw new ServiceError(413, `At most ${limitBytes} bytes are read.`, { connection: 'close' })
}

/** The names of the outputs that are asked for, all by default, and whether they go as bytes. */
function wantedOutputs(
  { session }: ServedModel,
  { outputs, parameters }: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, boolean> {
  const names = session.outputs.map(({ name }) => name)
  const byDefault = isRecord(parameters) && parameters['binary_data_output'] === true
  if (outputs === undefined) return new Map(names.map((name) => [name, byDefault]))
  const wrong = () =>
    new ServiceError(400, `Expected outputs to be some of the model's, each once: ${names.join(', ')}.`)
  if (!Array.isArray(outputs) || outputs.length === 0) throw wrong()
  const wanted = new Map<string, boolean>()
  for (const output of outputs as readonly unknown[]) {
    const name = isRecord(output) ? output['name'] : undefined
    if (!isRecord(output) || typeof name !== 'string' || !names.includes(name) || wanted.has(name))
      throw wrong()
    const own = isRecord(output['parameters']) ? output['parameters']['binary_data'] : undefined
    wanted.set(name, typeof own === 'boolean' ? own : byDefault)
  }
  return wanted
}

async function run({ session }: ServedModel, feeds: Tensors, signal: AbortSignal): Promise<Tensors> {
  try {
    return await session.run(feeds, { signal })
  } catch (failure) {
    if (!InferenceError.isInstance(failure)) throw failure
    if (failure.code === 'invalid-tensor') throw new ServiceError(400, failure.message)
    throw new ServiceError(failure.retryable ? 503 : 500, 'Running the model failed.')
  }
}

function orBadRequest<Value>(what: string, work: () => Value): Value {
  try {
    return work()
  } catch (failure) {
    if (!(failure instanceof ProtocolError)) throw failure
    throw new ServiceError(400, `${what}: ${failure.message}.`)
  }
}
