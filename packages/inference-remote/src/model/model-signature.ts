import { type ModelBytes, ModelLoadError, type Tensor, type TensorSpec } from '@faceward/spec'
import { protobufFields } from './protobuf-fields.js'

/** What a model takes and gives. */
export interface ModelSignature {
  readonly inputs: readonly TensorSpec[]
  readonly outputs: readonly TensorSpec[]
}

// Field numbers and element types of onnx.proto3.
const MODEL_GRAPH = 7
const GRAPH = { initializer: 5, input: 11, output: 12 } as const
const INITIALIZER_NAME = 8
const ELEMENT_TYPES: Readonly<Record<number, Tensor['type']>> = { 1: 'float32', 2: 'uint8', 7: 'int64' }
const LARGEST_DIMENSION = 2 ** 31

/**
 * Inputs and outputs as an ONNX file declares them: what a remote model of the same name has to agree with, and in
 * which order. Weights and operators are passed over.
 *
 * @throws ModelLoadError `malformed-model`.
 */
export function readModelSignature({ id, onnx }: ModelBytes): ModelSignature {
  try {
    const graph = bytesAt(onnx, MODEL_GRAPH)[0]
    if (graph === undefined) throw new RangeError('It has no graph.')
    const constants = new Set(
      bytesAt(graph, GRAPH.initializer).map((one) => text(bytesAt(one, INITIALIZER_NAME)[0])),
    )
    const inputs = bytesAt(graph, GRAPH.input).map(describe)
    const outputs = bytesAt(graph, GRAPH.output).map(describe)
    if (outputs.length === 0) throw new RangeError('It has no output.')
    // Older files list their weights among the inputs.
    return { inputs: inputs.filter(({ name }) => !constants.has(name)), outputs }
  } catch (cause) {
    throw new ModelLoadError(
      `Model '${id}' is no ONNX model, or has other than float32, uint8 and int64 tensors.`,
      { code: 'malformed-model', cause },
    )
  }
}

/** ValueInfoProto: name 1, type 2 > tensor_type 1 > elem_type 1, shape 2. */
function describe(value: Uint8Array): TensorSpec {
  const tensor = bytesAt(bytesAt(value, 2)[0], 1)[0]
  const element = fieldsOf(tensor).find(({ number }) => number === 1)?.value ?? 0
  const type = ELEMENT_TYPES[element]
  if (type === undefined) throw new RangeError('An input or output is of another type.')
  return { name: text(bytesAt(value, 1)[0]), type, dims: bytesAt(bytesAt(tensor, 2)[0], 1).map(dimension) }
}

/** TensorShapeProto.Dimension: dim_value 1, dim_param 2; a negative or absent one is free. */
function dimension(bytes: Uint8Array): number | string {
  const fields = fieldsOf(bytes)
  const fixed = fields.find(({ number }) => number === 1)
  if (fixed !== undefined) return fixed.value < LARGEST_DIMENSION ? fixed.value : -1
  return text(fields.find(({ number }) => number === 2)?.bytes) || -1
}

const fieldsOf = (message: Uint8Array | undefined) => [...protobufFields(message ?? new Uint8Array(0))]

const bytesAt = (message: Uint8Array | undefined, field: number): Uint8Array[] =>
  fieldsOf(message)
    .filter(({ number }) => number === field)
    .map(({ bytes }) => bytes)

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes)
