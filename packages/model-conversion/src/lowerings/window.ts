import { malformed, unsupported } from '../conversion-error.js'
import { stringOf, type TensorflowNode } from '../graph/tensorflow-node.js'

type Pair = readonly [number, number]

interface WindowOptions {
  /** Height and width of the input. */
  readonly size: Pair
  readonly kernel: Pair
  readonly strides: Pair
  readonly dilations: Pair
}

interface Window {
  /** ONNX's order: top, left, bottom, right. */
  readonly pads: readonly [number, number, number, number]
  /** Height and width of the output. */
  readonly size: Pair
}

/**
 * Padding and output size of a sliding window. TensorFlow's SAME puts the odd pixel at the end, and how much
 * there is depends on the input's size, so ONNX is given explicit numbers.
 */
export function window(node: TensorflowNode, { size, kernel, strides, dilations }: WindowOptions): Window {
  const padding = stringOf(node, 'padding')
  if (padding !== 'SAME' && padding !== 'VALID') {
    throw unsupported(`${node.op} with padding '${(padding ?? 'none').slice(0, 16)}'`)
  }
  const vertical = alongAxis(padding, size[0], kernel[0], strides[0], dilations[0])
  const horizontal = alongAxis(padding, size[1], kernel[1], strides[1], dilations[1])
  if (vertical.size < 1 || horizontal.size < 1) {
    throw malformed(`the input of node '${node.name}' is smaller than its window`)
  }
  return {
    pads: [vertical.before, horizontal.before, vertical.after, horizontal.after],
    size: [vertical.size, horizontal.size],
  }
}

function alongAxis(
  padding: 'SAME' | 'VALID',
  size: number,
  kernel: number,
  stride: number,
  dilation: number,
) {
  const span = (kernel - 1) * dilation + 1
  if (padding === 'VALID') return { before: 0, after: 0, size: Math.floor((size - span) / stride) + 1 }
  const outputs = Math.ceil(size / stride)
  const missing = Math.max((outputs - 1) * stride + span - size, 0)
  const before = Math.floor(missing / 2)
  return { before, after: missing - before, size: outputs }
}
