import { malformed, unsupported } from '../conversion-error.js'
import type { TensorflowNode } from '../tfjs/tensorflow-node.js'
import type { Floats } from '../tfjs/weights.js'
import type { Lowering, LoweringContext } from './lowering-context.js'
import { elementsOf, type Value } from './value.js'

/** TensorFlow's element-by-element functions and ONNX's names for them. */
const FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ['Relu', 'Relu'],
  ['Elu', 'Elu'],
  ['Sigmoid', 'Sigmoid'],
  ['Tanh', 'Tanh'],
  ['Exp', 'Exp'],
  ['Abs', 'Abs'],
  ['Neg', 'Neg'],
  ['Sqrt', 'Sqrt'],
])

export const lowerFunction: Lowering = (node, context) =>
  applyActivation(context.input(node, 0), node.op, node.op, context)

/** Prelu as a node of its own: (x, slope). */
export const lowerPrelu: Lowering = (node, context) => applyPrelu(context.input(node, 0), node, 1, context)

/** ClipByValue: (x, lowest, highest). */
export const lowerClip: Lowering = (node, context) => {
  const lowest = context.scalar(node, 1)
  const highest = context.scalar(node, 2)
  if (!(lowest <= highest)) throw malformed(`node '${node.name}' clips to an empty range`)
  return clip(context.input(node, 0), lowest, highest, context)
}

function clip(value: Value, lowest: number, highest: number, { onnx }: LoweringContext): Value {
  const tensor = onnx.node('Clip', [value.tensor, onnx.scalar(lowest), onnx.scalar(highest)])
  return { ...value, tensor }
}

/** @throws ModelLoadError `unsupported-operator` calling it `what`. */
export function applyActivation(value: Value, kind: string, what: string, context: LoweringContext): Value {
  if (kind === 'Relu6') return clip(value, 0, 6, context)
  const operator = FUNCTIONS.get(kind)
  if (operator === undefined) throw unsupported(what)
  return { ...value, tensor: context.onnx.node(operator, [value.tensor]) }
}

/**
 * PReLU with a slope for each channel, as `a * x + (1 - a) * relu(x)`: two depthwise 1 x 1 convolutions.
 * onnxruntime's CPU kernel for PRelu leaves the blocked layout its convolutions work in; written so, the face
 * mesh runs more than twice as fast (docs/decisions/0010-models-converted-to-onnx.md).
 */
export function applyPrelu(
  value: Value,
  node: TensorflowNode,
  slopeInput: number,
  context: LoweringContext,
): Value {
  const { onnx } = context
  const channels = value.shape.at(-1) ?? 0
  const slopes = context.constantShape(node, slopeInput)
  if (slopes.at(-1) !== channels || elementsOf(slopes) !== channels) {
    throw unsupported(`${node.op} without one slope for each channel`)
  }
  if (value.shape.length !== 4) throw unsupported(`${node.op} on anything but images`)
  if (channels < 1) throw malformed(`node '${node.name}' has no channels`)
  const asFilters =
    (of: (slope: number) => number) =>
    ({ data }: Floats) => ({
      shape: [channels, 1, 1, 1],
      data: data.map(of),
    })
  const slope = context.constant(
    node,
    slopeInput,
    'slope',
    asFilters((a) => a),
  )
  const rest = context.constant(
    node,
    slopeInput,
    'one less slope',
    asFilters((a) => 1 - a),
  )
  const depthwise = { kernel_shape: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0], group: channels }
  const x = context.planar(value)
  const scaled = onnx.node('Conv', [x, slope], depthwise)
  const rectified = onnx.node('Conv', [onnx.node('Relu', [x]), rest], depthwise)
  return { tensor: onnx.node('Add', [scaled, rectified]), shape: value.shape, layout: 'planar' }
}
