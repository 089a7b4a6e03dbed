import {
  type CallOptions,
  type EmbeddingOutput,
  InferenceError,
  type InferenceSession,
  type ModelManifest,
  type Tensor,
} from '@faceward/spec'
import { type UnitVector, unitVector } from './unit-vector.js'

/** A network that gives vectors, and what its tensors are called. */
export interface VectorNetwork {
  readonly session: InferenceSession
  readonly manifest: ModelManifest
  readonly output: EmbeddingOutput
  readonly inputName: string
  readonly outputName: string
}

/** @throws InferenceError when the output has another dimension, is not finite, or is all zero. */
export async function networkVector(
  { session, manifest, output, inputName, outputName }: VectorNetwork,
  input: Tensor,
  options: CallOptions,
): Promise<UnitVector> {
  const values = (await session.run({ [inputName]: input }, options))[outputName]
  if (values?.type !== 'float32' || values.data.length !== output.dimension) {
    throw new InferenceError(
      `The model '${manifest.id}' did not return ${output.dimension} float32 values in '${outputName}'.`,
      { code: 'invalid-tensor' },
    )
  }
  const unit = unitVector(values.data)
  if (unit === undefined) throw unusableVector(manifest.id)
  return unit
}

export function unusableVector(id: string): InferenceError {
  return new InferenceError(`The model '${id}' returned an embedding that is all zero or not finite.`, {
    code: 'backend-failure',
  })
}
