import { assertFeeds, createLifetime } from '@faceward/plugin-kit'
import {
  type CallOptions,
  InferenceError,
  type InferenceSession,
  type TensorSpec,
  type Tensors,
} from '@faceward/spec'
import { isFree } from '../model/match-metadata.js'
import type { ModelSignature } from '../model/model-signature.js'
import { decodeBody, type EncodedBody, encodeBody } from '../protocol/binary-body.js'
import { ProtocolError } from '../protocol/protocol-error.js'
import { readTensors } from '../protocol/read-tensors.js'
import { writeTensors } from '../protocol/write-tensors.js'
import { failure, refusal, type ServerAnswer, type ServerConnection } from './server-connection.js'

/** A model of a server, as `createRemoteBackend` found it. */
export interface RemoteModel extends ModelSignature {
  readonly id: string
  readonly connection: ServerConnection
  readonly isBinary: boolean
}

/** Runs a model of a server. Nothing is kept there: disposing only ends the use of it here. */
export function createRemoteSession(model: RemoteModel): InferenceSession {
  const { id, inputs, outputs } = model
  const lifetime = createLifetime(`Model '${id}'`)
  return {
    inputs,
    outputs,
    async run(feeds, { signal } = {}) {
      lifetime.begin(signal)
      assertFeeds(inputs, feeds)
      // Copied at once, before the caller can change what it gave.
      return lifetime.during(infer(model, encodeRequest(model, feeds), signal ? { signal } : {}))
    },
    dispose: () => lifetime.end(() => {}),
  }
}

/** `$inference_request` of KServe's `required_api.md`, with Triton's binary tensor data where the server has it. */
function encodeRequest({ outputs, isBinary }: RemoteModel, feeds: Tensors): EncodedBody {
  try {
    const { described, chunks } = writeTensors(Object.entries(feeds), () => isBinary)
    const asked = outputs.map(({ name }) => ({
      name,
      ...(isBinary ? { parameters: { binary_data: true } } : {}),
    }))
    return encodeBody(`{"inputs":[${described.join(',')}],"outputs":${JSON.stringify(asked)}}`, chunks)
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause
    throw new InferenceError(`A tensor cannot be sent: ${cause.message}.`, { code: 'invalid-tensor' })
  }
}

async function infer(model: RemoteModel, body: EncodedBody, call: CallOptions): Promise<Tensors> {
  const answer = await model.connection.ask(['models', model.id, 'infer'], { body, ...call })
  if (answer.status !== 200) throw refusal(answer.status)
  try {
    return readAnswer(model, answer)
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause
    throw failure(`answers with what is not the protocol: ${cause.message}`)
  }
}

function readAnswer({ id, outputs }: RemoteModel, { bytes, headers }: ServerAnswer): Tensors {
  const { json, binary } = decodeBody(bytes, headers)
  const { model_name: name = id } = json
  if (name !== id) throw new ProtocolError('it is of another model')
  const results = readTensors(json['outputs'], binary)
  if (Object.keys(results).length !== outputs.length) {
    throw new ProtocolError('it has other outputs than were asked for')
  }
  // In the order of the model, whatever the server's is.
  return Object.fromEntries(outputs.map((output) => [output.name, assertOutput(output, results)]))
}

function assertOutput({ name, type, dims }: TensorSpec, results: Tensors): Tensors[string] {
  const tensor = Object.hasOwn(results, name) ? results[name] : undefined
  if (tensor === undefined) throw new ProtocolError('it has other outputs than were asked for')
  if (tensor.type !== type) throw new ProtocolError(`output '${name}' is of another datatype`)
  const fits =
    dims.length === 0 ||
    (dims.length === tensor.dims.length && dims.every((one, i) => isFree(one) || one === tensor.dims[i]))
  if (!fits) throw new ProtocolError(`output '${name}' is of another shape`)
  return tensor
}
