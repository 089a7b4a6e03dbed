import { assertFeeds, createLifetime } from '@faceward/plugin-kit'
import {
  InferenceError,
  type InferenceSession,
  ModelLoadError,
  type Tensor,
  type TensorSpec,
  type Tensors,
} from '@faceward/spec'
import type {
  InferenceSession as OrtSession,
  Tensor as OrtTensor,
  TensorConstructor,
} from 'onnxruntime-common'

const CARRIED_TYPES: readonly string[] = ['float32', 'uint8', 'int64'] satisfies Tensor['type'][]

/** What {@link createOnnxruntimeSession} needs of a library with onnxruntime's JavaScript interface. */
export interface OnnxruntimeModel {
  /** The library's own tensor class. */
  readonly Tensor: TensorConstructor
  /** The model, as the library loaded it. */
  readonly session: Pick<OrtSession, 'inputMetadata' | 'outputMetadata' | 'run' | 'release'>
  /** The model's id, for messages. */
  readonly id: string
}

/**
 * A model that onnxruntime loaded, as the specification wants it: feeds are checked before the library sees them,
 * results are copies, `dispose` waits for runs under way, and nothing runs after it.
 *
 * @throws ModelLoadError `malformed-model` for inputs or outputs of another kind than float32, uint8 and int64.
 */
export function createOnnxruntimeSession(model: OnnxruntimeModel): InferenceSession {
  const { session, id } = model
  const inputs = session.inputMetadata.map((value) => describe(value, id))
  const outputs = session.outputMetadata.map((value) => describe(value, id))
  const lifetime = createLifetime(`Model '${id}'`)
  return {
    inputs,
    outputs,
    async run(feeds, { signal } = {}) {
      lifetime.begin(signal)
      assertFeeds(inputs, feeds)
      const results = await lifetime.during(runOnce(model, feeds))
      signal?.throwIfAborted()
      return results
    },
    dispose: () => lifetime.end(() => session.release()),
  }
}

async function runOnce({ Tensor, session, id }: OnnxruntimeModel, feeds: Tensors): Promise<Tensors> {
  try {
    const given = Object.entries(feeds).map(([name, { type, data, dims }]): [string, OrtTensor] => [
      name,
      new Tensor(type, data, dims),
    ])
    const results = await session.run(Object.fromEntries(given))
    return Object.fromEntries(Object.entries(results).map(([name, value]) => [name, copy(value)]))
  } catch (cause) {
    throw new InferenceError(`Running model '${id}' failed.`, { code: 'backend-failure', cause })
  }
}

// The types were checked when the model was loaded, so the data is one of the three arrays.
function copy(value: OrtTensor): Tensor {
  const { type, dims, data } = value
  return { type, dims: [...dims], data: (data as Tensor['data']).slice() } as Tensor
}

function describe(value: OrtSession.ValueMetadata, id: string): TensorSpec {
  const type = value.isTensor ? value.type : 'no tensor'
  if (!value.isTensor || !CARRIED_TYPES.includes(type)) {
    throw new ModelLoadError(
      `Model '${id}': '${value.name}' is ${type}; only ${CARRIED_TYPES.join(', ')} tensors are supported.`,
      { code: 'malformed-model' },
    )
  }
  return { name: value.name, type, dims: value.shape.map((dimension) => (dimension === '' ? -1 : dimension)) }
}
