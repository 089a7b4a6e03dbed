import { malformed } from '../conversion-error.js'
import { flagOf, integersOf, type TensorflowNode } from '../graph/tensorflow-node.js'
import { axisOf } from './axis.js'
import type { Lowering, LoweringContext } from './lowering-context.js'
import { elementsOf, TO_PLANAR, type Value } from './value.js'

const TENSORFLOW_ORDER = [0, 1, 2, 3, 4, 5] as const

/** Pad with zeros, along any axis; MediaPipe's models pad channels. */
export const lowerPad: Lowering = (node, context) => {
  const value = context.input(node, 0)
  const rank = value.shape.length
  const paddings = context.integers(node, 1)
  if (paddings.length !== 2 * rank || paddings.some((padding) => padding < 0)) {
    throw malformed(`the paddings of node '${node.name}' do not fit its input`)
  }
  const before = value.shape.map((_, axis) => paddings[2 * axis] ?? 0)
  const after = value.shape.map((_, axis) => paddings[2 * axis + 1] ?? 0)
  if (value.shape[0] === -1 && (before[0] !== 0 || after[0] !== 0)) {
    throw malformed(`node '${node.name}' pads a free batch`)
  }
  const order = value.layout === 'planar' ? TO_PLANAR : TENSORFLOW_ORDER.slice(0, rank)
  const pads = [...order.map((axis) => before[axis] ?? 0), ...order.map((axis) => after[axis] ?? 0)]
  const tensor = context.onnx.node('Pad', [value.tensor, context.onnx.integers(pads)], { mode: 'constant' })
  const shape = value.shape.map((size, axis) => (size < 0 ? size : size + before[axis]! + after[axis]!))
  return { tensor, shape, layout: value.layout }
}

/** ConcatV2: values, then the axis. */
export const lowerConcat: Lowering = (node, context) => {
  const last = node.inputs.length - 1
  const [first, ...others] = Array.from({ length: last }, (_, index) => context.input(node, index))
  const [given, ...more] = context.integers(node, last)
  if (first === undefined || given === undefined || more.length > 0) {
    throw malformed(`node '${node.name}' needs values and one axis`)
  }
  const rank = first.shape.length
  const axis = axisOf(given, rank, node)
  const fits = (other: Value) =>
    other.shape.length === rank && other.shape.every((size, i) => i === axis || size === first.shape[i])
  if (!others.every(fits)) throw malformed(`the inputs of node '${node.name}' do not fit each other`)
  const values = [first, ...others]
  const sizes = values.map(({ shape }) => shape[axis] ?? 0)
  if (sizes.some((size) => size < 0)) throw malformed(`node '${node.name}' joins free batches`)
  const joined = sizes.reduce((sum, size) => sum + size, 0)
  const shape = first.shape.map((size, i) => (i === axis ? joined : size))
  const planar = rank === 4 && values.some(({ layout }) => layout === 'planar')
  const tensors = values.map((value) => (planar ? context.planar(value) : context.tensorflow(value)))
  const attributes = { axis: planar ? TO_PLANAR.indexOf(axis) : axis }
  return {
    tensor: context.onnx.node('Concat', tensors, attributes),
    shape,
    layout: planar ? 'planar' : 'tensorflow',
  }
}

/** Reshape to a constant shape, in which -1 stands for what is left. With `keeps_batch`, the shape of one of the batch. */
export const lowerReshape: Lowering = (node, context) => {
  const value = context.input(node, 0)
  const given = context.integers(node, 1)
  return reshape(value, flagOf(node, 'keeps_batch') ? behindBatch(value, given, node) : given, node, context)
}

/** The whole target: the batch as it is, then what was given, its open size settled. */
function behindBatch(value: Value, sizes: readonly number[], node: TensorflowNode): readonly number[] {
  const [batch = 1, ...one] = value.shape
  const known = elementsOf(sizes)
  const left = elementsOf(one) / known
  if (sizes.includes(-1) && !Number.isInteger(left)) {
    throw malformed(`node '${node.name}' reshapes ${elementsOf(one)} values to ${known}`)
  }
  const open = sizes.indexOf(-1)
  return [batch, ...sizes.map((size, i) => (i === open ? left : size))]
}

function reshape(
  value: Value,
  target: readonly number[],
  node: TensorflowNode,
  context: LoweringContext,
): Value {
  const free = target.indexOf(-1)
  const known = target.filter((size) => size !== -1)
  if (known.length < target.length - 1 || known.some((size) => size < 1)) {
    throw malformed(`node '${node.name}' reshapes to an impossible shape`)
  }
  const given = elementsOf(value.shape)
  const asked = known.reduce((product, size) => product * size, 1)
  // A free batch goes on when the target's first size is left open; otherwise the batch is settled here as 1.
  const keepsBatch = value.shape[0] === -1 && free === 0
  const left = given / asked
  const fits = keepsBatch ? left === 1 : free < 0 ? left === 1 : Number.isInteger(left) && left > 0
  if (!fits) throw malformed(`node '${node.name}' reshapes ${given} values to ${asked}`)
  const shape = target.map((size) => (size !== -1 ? size : keepsBatch ? -1 : left))
  const tensor = context.onnx.node('Reshape', [
    inOrder(value, context.tensorflow),
    context.onnx.integers(target),
  ])
  return { tensor, shape, layout: 'tensorflow' }
}

/** Squeeze of named axes. */
export const lowerSqueeze: Lowering = (node, context) => {
  const value = context.input(node, 0)
  const rank = value.shape.length
  const axes = new Set(integersOf(node, 'squeeze_dims').map((axis) => axisOf(axis, rank, node)))
  if (axes.size === 0 || [...axes].some((axis) => value.shape[axis] !== 1)) {
    throw malformed(`node '${node.name}' squeezes axes that are not of size 1`)
  }
  const shape = value.shape.filter((_, axis) => !axes.has(axis))
  const target = context.onnx.integers(shape.map((size) => (size < 0 ? -1 : size)))
  return {
    tensor: context.onnx.node('Reshape', [inOrder(value, context.tensorflow), target]),
    shape,
    layout: 'tensorflow',
  }
}

/** Transpose by a constant order of axes. */
export const lowerTranspose: Lowering = (node, context) => {
  const value = context.input(node, 0)
  const rank = value.shape.length
  const perm = context.integers(node, 1).map((axis) => axisOf(axis, rank, node))
  if (perm.length !== rank || new Set(perm).size !== rank) {
    throw malformed(`node '${node.name}' does not name each of its axes once`)
  }
  const tensor = context.onnx.node('Transpose', [context.tensorflow(value)], { perm })
  return { tensor, shape: perm.map((axis) => value.shape[axis]!), layout: 'tensorflow' }
}

/** The values in TensorFlow's order. One pixel lies the same in both layouts, so it need not be turned. */
function inOrder(value: Value, tensorflow: (value: Value) => string): string {
  const isOnePixel = value.shape.length === 4 && value.shape[1] === 1 && value.shape[2] === 1
  return isOnePixel ? value.tensor : tensorflow(value)
}
