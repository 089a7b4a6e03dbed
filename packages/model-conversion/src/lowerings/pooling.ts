import { malformed } from '../conversion-error.js'
import { assertChannelsLast, flagOf, spatialOf } from '../graph/tensorflow-node.js'
import { axisOf } from './axis.js'
import type { Lowering } from './lowering-context.js'
import { imageShape } from './value.js'
import { window } from './window.js'

/** MaxPool and AvgPool; both formats leave padding out of an average. */
export function lowerPool(operator: 'MaxPool' | 'AveragePool'): Lowering {
  return (node, context) => {
    assertChannelsLast(node)
    const image = context.input(node, 0)
    const [batch, height, width, channels] = imageShape(image, node.name)
    const kernel = spatialOf(node, 'ksize')
    const strides = spatialOf(node, 'strides')
    const { pads, size } = window(node, { size: [height, width], kernel, strides, dilations: [1, 1] })
    const attributes = { kernel_shape: kernel, strides, pads }
    const tensor = context.onnx.node(operator, [context.planar(image)], attributes)
    return { tensor, shape: [batch, ...size, channels], layout: 'planar' }
  }
}

/** Mean over constant axes; over height and width it is ONNX's GlobalAveragePool. */
export const lowerMean: Lowering = (node, context) => {
  const { onnx } = context
  const value = context.input(node, 0)
  const { shape } = value
  const axes = new Set(context.integers(node, 1).map((axis) => axisOf(axis, shape.length, node)))
  if (axes.size === 0) throw malformed(`node '${node.name}' takes a mean over no axis`)
  const keepsAxes = flagOf(node, 'keep_dims')
  const reduced = shape.map((size, axis) => (axes.has(axis) ? 1 : size))
  const remaining = keepsAxes ? reduced : shape.filter((_, axis) => !axes.has(axis))

  if (shape.length === 4 && axes.size === 2 && axes.has(1) && axes.has(2)) {
    const pooled = onnx.node('GlobalAveragePool', [context.planar(value)])
    if (keepsAxes) return { tensor: pooled, shape: remaining, layout: 'planar' }
    return { tensor: onnx.node('Flatten', [pooled], { axis: 1 }), shape: remaining, layout: 'tensorflow' }
  }
  const attributes = { axes: [...axes].sort((a, b) => a - b), keepdims: keepsAxes ? 1 : 0 }
  const tensor = onnx.node('ReduceMean', [context.tensorflow(value)], attributes)
  return { tensor, shape: remaining, layout: 'tensorflow' }
}
