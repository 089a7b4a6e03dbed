import { nodeMessage, ProtobufMessage, tensorMessage } from '@faceward/models/onnx'
import { concatBytes } from '@faceward/plugin-kit'
import { malformed, unsupported } from '../conversion-error.js'
import { GRAPH, imagesOf, MODEL, type OnnxNode, opsetOf, readNode, slopesByName } from './onnx-file.js'
import { readFields } from './protobuf-fields.js'

/** Since then slopes broadcast as all operators do. */
const OLDEST_OPSET = 7

/**
 * Rewrites the PRelu nodes of an ONNX file, for which onnxruntime's CPU kernel is scalar code: behind a convolution with
 * one slope a channel as two depthwise convolutions, elsewhere as `relu(x) + a * (x - relu(x))`. All else is copied.
 *
 * @throws ModelLoadError `malformed-model`; `unsupported-operator` for a PRelu older than operator set 7.
 */
export function rewritePrelu(onnx: Uint8Array): Uint8Array {
  const model = readFields(onnx)
  const graphs = model.filter(({ number }) => number === MODEL.graph)
  if (graphs.length !== 1) throw malformed('the ONNX file does not hold one graph')
  const graph = readFields(graphs[0]!.content)
  const nodes = graph.filter(({ number }) => number === GRAPH.node).map(readNode)
  if (!nodes.some(isPrelu)) return onnx
  if (opsetOf(model) < OLDEST_OPSET) throw unsupported('PRelu of an operator set before 7')

  const context = { channels: slopesByName(graph), images: imagesOf(nodes) }
  const rewritten = concatBytes(
    graph.map((field) => {
      const node = field.number === GRAPH.node ? readNode(field) : undefined
      return node !== undefined && isPrelu(node) ? replacement(node, context) : field.raw
    }),
  )
  return concatBytes(
    model.map(({ number, raw }) =>
      number === MODEL.graph ? new ProtobufMessage().bytes(MODEL.graph, rewritten).toBytes() : raw,
    ),
  )
}

function isPrelu({ operator }: OnnxNode): boolean {
  return operator === 'PRelu'
}

type Attributes = Parameters<typeof nodeMessage>[3]

interface RewriteContext {
  readonly channels: ReadonlyMap<string, number>
  readonly images: ReadonlySet<string>
}

function replacement({ inputs, outputs }: OnnxNode, { channels, images }: RewriteContext): Uint8Array {
  const [x, slope] = inputs
  const [y] = outputs
  if (!x || !slope || !y) throw malformed('a PRelu lacks its input, slope or output')
  const written = new ProtobufMessage()
  // Named after the output, whose name is unique; nothing else ends so.
  const add = (part: string, operator: string, from: readonly string[], attributes?: Attributes) => {
    const output = part === '' ? y : `${y}/prelu/${part}`
    written.message(GRAPH.node, nodeMessage(operator, from, output, attributes))
    return output
  }
  const relu = add('relu', 'Relu', [x])
  const count = images.has(x) ? channels.get(slope) : undefined
  if (count === undefined) {
    const scaled = add('scaled', 'Mul', [add('negative', 'Sub', [x, relu]), slope])
    add('', 'Add', [relu, scaled])
    return written.toBytes()
  }
  const dims = BigInt64Array.from([count, 1, 1, 1], BigInt)
  const shape = add('shape', 'Constant', [], { value: tensorMessage('', 'int64', [4], dims) })
  const one = add('one', 'Constant', [], { value: tensorMessage('', 'float32', [], Float32Array.of(1)) })
  const filters = add('filters', 'Reshape', [slope, shape])
  const depthwise = { kernel_shape: [1, 1], group: count }
  const scaled = add('scaled', 'Conv', [x, filters], depthwise)
  const rectified = add('rectified', 'Conv', [relu, add('rest', 'Sub', [one, filters])], depthwise)
  add('', 'Add', [scaled, rectified])
  return written.toBytes()
}
