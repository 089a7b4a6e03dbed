import {
  type CallOptions,
  type InferenceBackend,
  type ModelBytes,
  ModelLoadError,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { assertSameHash } from '../model/assert-same-hash.js'
import { matchMetadata } from '../model/match-metadata.js'
import { type ModelSignature, readModelSignature } from '../model/model-signature.js'
import { parseObject } from '../protocol/binary-body.js'
import { ProtocolError } from '../protocol/protocol-error.js'
import {
  parseRemoteBackendOptions,
  type RemoteBackendOptions,
  type RemoteEncoding,
} from './remote-backend-options.js'
import { createRemoteSession } from './remote-session.js'
import { createServerConnection, failure, refusal, type ServerConnection } from './server-connection.js'

/** The extension's name in server metadata (Triton's `extension_binary_data.md`). */
const BINARY_EXTENSION = 'binary_tensor_data'

/**
 * Runs models on a server that speaks the Open Inference Protocol v2 over HTTP (github.com/kserve/open-inference-protocol,
 * `specification/protocol/inference_rest.md`): Triton, KServe, OpenVINO Model Server, or `createInferenceService` of
 * `./server`. The server must have the model under the manifest's id. What is sent are the tensors a model is fed,
 * pixels of faces among them, and nothing else.
 *
 * No model is sent. The one at hand says which inputs and outputs the server's must have; that the server computes what
 * the model would, cannot be seen from here.
 *
 * @throws ConfigurationError `invalid-options`, also for an address that would carry faces in clear.
 */
export function createRemoteBackend(options: RemoteBackendOptions): InferenceBackend {
  const parsed = parseRemoteBackendOptions(options)
  const connection = createServerConnection(parsed)
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: `open-inference-protocol@${parsed.base.host}`,
    async load(model, { signal } = {}) {
      signal?.throwIfAborted()
      const own = readModelSignature(model)
      const call = signal ? { signal } : {}
      try {
        const signature = await findModel(connection, model, own, call)
        const isBinary = await speaksBinary(connection, parsed.encoding, call)
        return createRemoteSession({ id: model.id, ...signature, connection, isBinary })
      } catch (cause) {
        if (!(cause instanceof ProtocolError)) throw cause
        throw failure(`answers with what is not the protocol: ${cause.message}`)
      }
    },
  }
}

async function findModel(
  connection: ServerConnection,
  model: ModelBytes,
  own: ModelSignature,
  call: CallOptions,
): Promise<ModelSignature> {
  const { id } = model
  // An address with these would lead elsewhere, however they are encoded.
  if (['', '.', '..'].includes(id)) throw absent(id, false)
  const { status } = await connection.ask(['models', id, 'ready'], call)
  if (status === 401 || status === 403) throw refusal(status)
  // Triton says 400 for a model that is not ready or not there.
  if (status !== 200) throw absent(id, status !== 404)
  const answer = await connection.ask(['models', id], call)
  if (answer.status !== 200) throw refusal(answer.status)
  const metadata = parseObject(answer.bytes)
  const { name = id } = metadata
  if (name !== id) throw new ProtocolError('it is of another model')
  const signature = matchMetadata(id, own, metadata)
  await assertSameHash(model, metadata)
  return signature
}

async function speaksBinary(
  connection: ServerConnection,
  encoding: RemoteEncoding,
  call: CallOptions,
): Promise<boolean> {
  if (encoding !== 'auto') return encoding === 'binary'
  const { status, bytes } = await connection.ask([], call)
  if (status !== 200) return false
  const { extensions } = parseObject(bytes)
  return Array.isArray(extensions) && extensions.includes(BINARY_EXTENSION)
}

function absent(id: string, retryable: boolean): ModelLoadError {
  return new ModelLoadError(`The inference server has no model '${id}', or it is not ready.`, {
    code: 'not-found',
    retryable,
  })
}
