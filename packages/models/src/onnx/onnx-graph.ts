import {
  ELEMENT_TYPES,
  nodeMessage,
  type OnnxAttribute,
  type OnnxElementType,
  tensorMessage,
} from './onnx-messages.js'
import { ProtobufMessage } from './protobuf-message.js'

/** The versions this writer writes. */
const IR_VERSION = 8
const OPSET_VERSION = 13

/** A graph that an ONNX file is written from. Nodes must be added after the nodes they read from. */
export interface OnnxGraph {
  /** A float32 input; -1 stands for a free dimension. */
  input(name: string, dims: readonly number[]): void
  /** Declares `tensor` as the float32 output `name`. */
  output(name: string, tensor: string, dims: readonly number[]): void
  /** Adds an operator with one output and gives that tensor's name. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, OnnxAttribute>>,
  ): string
  /** A float32 constant. `data` is kept by reference until `toBytes`. */
  floats(dims: readonly number[], data: Float32Array): string
  /** A constant of another type, such as float16 bit patterns. `data` is kept by reference until `toBytes`. */
  packed(type: OnnxElementType, dims: readonly number[], data: ArrayBufferView): string
  /** The tensor's values as another type. */
  cast(tensor: string, to: OnnxElementType): string
  /** A scalar, by default float32; equal ones are written once. */
  scalar(value: number, type?: 'float32' | 'float64'): string
  /** A list of 64-bit integers, such as a shape; equal lists are written once. */
  integers(values: readonly number[]): string
  toBytes(): Uint8Array
}

export function createOnnxGraph(name: string): OnnxGraph {
  const nodes: ProtobufMessage[] = []
  const constants: ProtobufMessage[] = []
  const inputs: ProtobufMessage[] = []
  const outputs: ProtobufMessage[] = []
  const shared = new Map<string, string>()
  let tensors = 0

  // TensorFlow's names never begin with an underscore, so these cannot meet an input or output.
  const newTensor = () => `_${tensors++}`

  const node: OnnxGraph['node'] = (operator, from, attributes) => {
    const tensor = newTensor()
    nodes.push(nodeMessage(operator, from, tensor, attributes))
    return tensor
  }

  function constant(type: OnnxElementType, dims: readonly number[], data: ArrayBufferView): string {
    const tensor = newTensor()
    constants.push(tensorMessage(tensor, type, dims, data))
    return tensor
  }

  function share(key: string, write: () => string): string {
    const tensor = shared.get(key) ?? write()
    shared.set(key, tensor)
    return tensor
  }

  return {
    input(inputName, dims) {
      inputs.push(valueInfo(inputName, dims))
    },
    output(outputName, tensor, dims) {
      nodes.push(nodeMessage('Identity', [tensor], outputName))
      outputs.push(valueInfo(outputName, dims))
    },
    node,
    floats: (dims, data) => constant('float32', dims, data),
    packed: constant,
    cast: (from, to) => node('Cast', [from], { to: ELEMENT_TYPES[to] }),
    scalar: (value, type = 'float32') =>
      share(`${type} ${value}`, () =>
        constant(type, [], type === 'float32' ? Float32Array.of(value) : Float64Array.of(value)),
      ),
    integers: (values) =>
      share(`integers ${values.join()}`, () =>
        constant('int64', [values.length], BigInt64Array.from(values, BigInt)),
      ),
    toBytes() {
      const graph = new ProtobufMessage()
      for (const node of nodes) graph.message(1, node)
      graph.text(2, name)
      for (const tensor of constants) graph.message(5, tensor)
      for (const value of inputs) graph.message(11, value)
      for (const value of outputs) graph.message(12, value)
      return new ProtobufMessage()
        .integer(1, IR_VERSION)
        .text(2, 'faceward')
        .message(7, graph)
        .message(8, new ProtobufMessage().text(1, '').integer(2, OPSET_VERSION))
        .toBytes()
    },
  }
}

function valueInfo(name: string, dims: readonly number[]): ProtobufMessage {
  const shape = new ProtobufMessage()
  for (const dimension of dims) {
    const size = new ProtobufMessage()
    shape.message(1, dimension < 0 ? size.text(2, 'N') : size.integer(1, dimension))
  }
  const tensor = new ProtobufMessage().integer(1, ELEMENT_TYPES.float32).message(2, shape)
  return new ProtobufMessage().text(1, name).message(2, new ProtobufMessage().message(1, tensor))
}
