import type { Arrangement } from '../constants/constant.js'
import { malformed } from '../conversion-error.js'
import {
  assertChannelsLast,
  integersOf,
  spatialOf,
  stringsOf,
  type TensorflowNode,
} from '../graph/tensorflow-node.js'
import { applyActivation, applyPrelu } from './activation.js'
import type { Lowering, LoweringContext } from './lowering-context.js'
import { imageShape, type Value } from './value.js'
import { window } from './window.js'

/**
 * Conv2D and _FusedConv2D. Filters: [height, width, in, out] to ONNX's [out, in, height, width]. They say how many groups
 * there are, unless the node does.
 */
export const lowerConvolution: Lowering = (node, context) => {
  const shape = filterShape(node, context)
  const [kernelHeight, kernelWidth, filterIn, filterOut] = shape
  const channels = imageShape(context.input(node, 0), node.name)[3]
  const groups = channels / filterIn
  const [expected = groups] = integersOf(node, 'groups')
  if (!Number.isInteger(groups) || groups !== expected || filterOut % groups !== 0) {
    throw malformed(`the filters of node '${node.name}' do not fit its ${channels} channels`)
  }
  const weight = context.constant(node, 1, outputsFirst(shape))
  return convolve(node, context, { kernel: [kernelHeight, kernelWidth], weight, groups, channels: filterOut })
}

/** DepthwiseConv2dNative. Filters: [height, width, in, multiplier] to [in * multiplier, 1, height, width]. */
export const lowerDepthwiseConvolution: Lowering = (node, context) => {
  const [kernelHeight, kernelWidth, filterIn, multiplier] = filterShape(node, context)
  const channels = imageShape(context.input(node, 0), node.name)[3]
  if (filterIn !== channels) throw malformed(`the filters of node '${node.name}' do not fit its channels`)
  const weight = context.constant(
    node,
    1,
    outputsFirst([kernelHeight, kernelWidth, 1, filterIn * multiplier]),
  )
  const kernel: [number, number] = [kernelHeight, kernelWidth]
  return convolve(node, context, { kernel, weight, groups: channels, channels: filterIn * multiplier })
}

interface Filters {
  readonly kernel: readonly [number, number]
  readonly weight: string
  readonly groups: number
  /** How many channels come out. */
  readonly channels: number
}

function convolve(node: TensorflowNode, context: LoweringContext, filters: Filters): Value {
  assertChannelsLast(node)
  const { kernel, weight, groups, channels } = filters
  const image = context.input(node, 0)
  const [batch, height, width] = imageShape(image, node.name)
  const strides = spatialOf(node, 'strides')
  const dilations = spatialOf(node, 'dilations', 1)
  const { pads, size } = window(node, { size: [height, width], kernel, strides, dilations })

  const fused = stringsOf(node, 'fused_ops')
  const hasBias = fused[0] === 'BiasAdd'
  const inputs = [context.planar(image), weight]
  if (hasBias) inputs.push(biasOf(node, context, channels))
  const attributes = { kernel_shape: kernel, strides, dilations, pads, group: groups }
  const shape = [batch, ...size, channels]
  let value: Value = { tensor: context.onnx.node('Conv', inputs, attributes), shape, layout: 'planar' }
  for (const activation of hasBias ? fused.slice(1) : fused) {
    value =
      activation === 'Prelu'
        ? applyPrelu(value, node, 3, context)
        : applyActivation(value, activation, `${node.op} fused with ${activation}`, context)
  }
  return value
}

function biasOf(node: TensorflowNode, context: LoweringContext, channels: number): string {
  const shape = context.constantShape(node, 2)
  if (shape.length !== 1 || shape[0] !== channels)
    throw malformed(`the bias of node '${node.name}' does not fit`)
  return context.constant(node, 2)
}

function filterShape(
  node: TensorflowNode,
  context: LoweringContext,
): readonly [number, number, number, number] {
  const [height, width, filterIn, last, ...rest] = context.constantShape(node, 1)
  if (!height || !width || !filterIn || !last || rest.length > 0) {
    throw malformed(`the filters of node '${node.name}' are not of rank 4`)
  }
  return [height, width, filterIn, last]
}

/** Filters of [height, width, in, out] as [out, in, height, width]. */
export function outputsFirst(from: readonly [number, number, number, number]): Arrangement {
  const [height, width, filterIn, filterOut] = from
  return { from, axes: [3, 2, 0, 1], shape: [filterOut, filterIn, height, width] }
}
