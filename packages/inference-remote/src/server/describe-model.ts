import type { TensorSpec } from '@faceward/spec'
import { HASH_PARAMETER } from '../model/assert-same-hash.js'
import { isFree } from '../model/match-metadata.js'
import { datatypeOfType } from '../protocol/datatypes.js'
import type { ServedModel } from './inference-service-options.js'

/** GET /v2/models/{id}: `$metadata_model_response`, with the file's hash among its parameters. */
export function describeModel({ id, session, sha256 }: ServedModel): object {
  return {
    name: id,
    platform: 'onnx',
    inputs: session.inputs.map(describe),
    outputs: session.outputs.map(describe),
    ...(sha256 === undefined ? {} : { parameters: { [HASH_PARAMETER]: sha256 } }),
  }
}

function describe({ name, type, dims }: TensorSpec): object {
  return { name, datatype: datatypeOfType(type), shape: dims.map((one) => (isFree(one) ? -1 : one)) }
}
