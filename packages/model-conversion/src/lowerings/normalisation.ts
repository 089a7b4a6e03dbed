import type { Lowering } from './lowering-context.js'

/** What TFLite divides by at least. Source: tensorflow/lite/kernels/internal/reference/l2normalization.h. */
const LEAST_LENGTH = 1e-6

/** TFLite's L2Normalization: along the last axis. */
export const lowerL2Normalization: Lowering = (node, context) => {
  const { onnx } = context
  const value = context.input(node, 0)
  const tensor = context.tensorflow(value)
  const length = onnx.node('ReduceL2', [tensor], { axes: [value.shape.length - 1], keepdims: 1 })
  const divisor = onnx.node('Max', [length, onnx.scalar(LEAST_LENGTH)])
  return { tensor: onnx.node('Div', [tensor, divisor]), shape: value.shape, layout: 'tensorflow' }
}
