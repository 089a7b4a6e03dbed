import type { Arrangement } from '../constants/constant.js'
import { malformed, unsupported } from '../conversion-error.js'
import { flagOf, type TensorflowNode } from '../graph/tensorflow-node.js'

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

/** PReLU, never as ONNX's PRelu: onnxruntime's CPU kernel for it is scalar code that leaves the blocked layout. */
export function applyPrelu(
  value: Value,
  node: TensorflowNode,
  slopeInput: number,
  context: LoweringContext,
): Value {
  const slopes = context.constantShape(node, slopeInput)
  const channels = value.shape.at(-1) ?? 0
  if (channels < 1) throw malformed(`node '${node.name}' has no channels`)
  const perChannel = slopes.at(-1) === channels && elementsOf(slopes) === channels
  if (value.shape.length === 4 && perChannel) return channelwise(value, channels, node, slopeInput, context)
  return elementwise(value, slopes, node, slopeInput, context)
}

/**
 * `a * x + (1 - a) * relu(x)`: two depthwise 1 x 1 convolutions, which stay in the blocked layout of the convolutions
 * round them. Of the forms measured the quickest (docs/decisions/0086-models-converted-compactly.md).
 */
function channelwise(
  value: Value,
  channels: number,
  node: TensorflowNode,
  slopeInput: number,
  context: LoweringContext,
): Value {
  const { onnx } = context
  const filters = { from: [channels], axes: [0], shape: [channels, 1, 1, 1] }
  const slope = slopeOf(node, slopeInput, context, filters)
  const rest = onnx.node('Sub', [onnx.scalar(1), slope])
  const depthwise = { kernel_shape: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0], group: channels }
  const x = context.planar(value)
  const scaled = onnx.node('Conv', [x, slope], depthwise)
  const rectified = onnx.node('Conv', [onnx.node('Relu', [x]), rest], depthwise)
  return { tensor: onnx.node('Add', [scaled, rectified]), shape: value.shape, layout: 'planar' }
}

/** `relu(x) + a * (x - relu(x))`: what PRelu gives, to the bit. */
function elementwise(
  value: Value,
  slopes: readonly number[],
  node: TensorflowNode,
  slopeInput: number,
  context: LoweringContext,
): Value {
  const { onnx } = context
  const fits = slopes.toReversed().every((size, i) => size === 1 || size === value.shape.at(-1 - i))
  if (!fits) throw malformed(`the slopes of node '${node.name}' do not fit its input`)
  // One slope for all fits any layout.
  const isShared = elementsOf(slopes) === 1
  const x = isShared ? value.tensor : context.tensorflow(value)
  const slope = slopeOf(
    node,
    slopeInput,
    context,
    isShared ? { from: [1], axes: [0], shape: [1] } : undefined,
  )
  const relu = onnx.node('Relu', [x])
  const scaled = onnx.node('Mul', [onnx.node('Sub', [x, relu]), slope])
  const layout = isShared ? value.layout : 'tensorflow'
  return { tensor: onnx.node('Add', [relu, scaled]), shape: value.shape, layout }
}

/** The slopes as an ONNX tensor; those of a recognised PReLU are written as half of what they are. */
function slopeOf(
  node: TensorflowNode,
  slopeInput: number,
  context: LoweringContext,
  arrangement: Arrangement | undefined,
): string {
  const slope = context.constant(node, slopeInput, arrangement)
  return flagOf(node, 'halved') ? context.onnx.node('Add', [slope, slope]) : slope
}
