import { malformed, unsupported } from '../conversion-error.js'
import { flagOf, stringsOf } from '../graph/tensorflow-node.js'
import { applyActivation } from './activation.js'
import type { Lowering } from './lowering-context.js'
import type { Value } from './value.js'

/** MatMul and _FusedMatMul of a matrix with constant weights. */
export const lowerDense: Lowering = (node, context) => {
  const value = context.input(node, 0)
  const [batch, inputs, ...rest] = value.shape
  const weights = context.constantShape(node, 1)
  if (flagOf(node, 'transpose_a')) throw unsupported(`${node.op} with its first input transposed`)
  const transposed = flagOf(node, 'transpose_b')
  const outputs = weights[transposed ? 0 : 1]
  const fits = weights.length === 2 && weights[transposed ? 1 : 0] === inputs
  if (batch === undefined || outputs === undefined || rest.length > 0 || !fits) {
    throw malformed(`the weights of node '${node.name}' do not fit its input`)
  }
  const fused = stringsOf(node, 'fused_ops')
  const hasBias = fused[0] === 'BiasAdd'
  const tensors = [context.tensorflow(value), context.constant(node, 1)]
  if (hasBias) {
    const shape = context.constantShape(node, 2)
    if (shape.length !== 1 || shape[0] !== outputs)
      throw malformed(`the bias of node '${node.name}' does not fit`)
    tensors.push(context.constant(node, 2))
  }
  const tensor = context.onnx.node('Gemm', tensors, { transB: transposed ? 1 : 0 })
  const dense: Value = { tensor, shape: [batch, outputs], layout: 'tensorflow' }
  return (hasBias ? fused.slice(1) : fused).reduce(
    (result, activation) =>
      applyActivation(result, activation, `${node.op} fused with ${activation}`, context),
    dense,
  )
}

/** Softmax over the last axis. */
export const lowerSoftmax: Lowering = (node, context) => {
  const value = context.input(node, 0)
  const attributes = { axis: value.shape.length - 1 }
  const tensor = context.onnx.node('Softmax', [context.tensorflow(value)], attributes)
  return { tensor, shape: value.shape, layout: 'tensorflow' }
}
