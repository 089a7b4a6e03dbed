import { integersOf, type ProtobufField, readFields, textOf } from './protobuf-fields.js'

/** Field numbers of onnx.proto3. */
export const MODEL = { graph: 7, opset: 8 } as const
export const GRAPH = { node: 1, initializer: 5 } as const
const NODE = { input: 1, output: 2, operator: 4, attribute: 5 } as const
const ATTRIBUTE = { name: 1, integers: 8 } as const
const TENSOR = { dims: 1, type: 2, name: 8 } as const
const FLOAT = 1

/** A node of an ONNX graph, as far as it is looked at. */
export interface OnnxNode {
  readonly operator: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** The whole message; its fields are not kept, of which a hostile file has more than the memory holds. */
  readonly content: Uint8Array
}

export function readNode({ content }: ProtobufField): OnnxNode {
  const fields = readFields(content)
  const texts = (wanted: number) => fields.filter(({ number }) => number === wanted).map(textOf)
  const [operator = ''] = texts(NODE.operator)
  return { operator, inputs: texts(NODE.input), outputs: texts(NODE.output), content }
}

/** The version of ONNX's own operators. */
export function opsetOf(model: readonly ProtobufField[]): number {
  const opsets = model
    .filter(({ number }) => number === MODEL.opset)
    .map(({ content }) => readFields(content))
    .filter((fields) => fields.every((field) => field.number !== 1 || textOf(field) === ''))
  return opsets[0]?.find(({ number }) => number === 2)?.value ?? 0
}

/** How many channels the constants of [C, 1, 1] floats have, by name. */
export function slopesByName(graph: readonly ProtobufField[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const { content } of graph.filter(({ number }) => number === GRAPH.initializer)) {
    const fields = readFields(content)
    const [channels = 0, ...rest] = integersOf(fields, TENSOR.dims)
    const isFloat = fields.some(({ number, value }) => number === TENSOR.type && value === FLOAT)
    const name = fields.find(({ number }) => number === TENSOR.name)
    if (name && isFloat && rest.length === 2 && rest.every((size) => size === 1)) {
      found.set(textOf(name), channels)
    }
  }
  return found
}

/** Tensors that are images of rank 4, as far as one sees without running the graph: what a 2-d convolution gives. */
export function imagesOf(nodes: readonly OnnxNode[]): ReadonlySet<string> {
  const is2d = (node: OnnxNode) =>
    readFields(node.content).some(({ number, content }) => {
      const attribute = number === NODE.attribute ? readFields(content) : []
      const isKernel = attribute.some(
        (field) => field.number === ATTRIBUTE.name && textOf(field) === 'kernel_shape',
      )
      return isKernel && integersOf(attribute, ATTRIBUTE.integers).length === 2
    })
  const convolutions = nodes.filter((node) => node.operator === 'Conv' && is2d(node))
  return new Set(convolutions.flatMap(({ outputs }) => outputs))
}
