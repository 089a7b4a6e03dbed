import { malformed } from '../conversion-error.js'
import type { Attribute } from '../graph/tensorflow-node.js'
import {
  constantOperand,
  emit,
  operand,
  option,
  type TfliteOperand,
  type TfliteOperation,
} from './tflite-operation.js'

/** schema.fbs, Padding. */
const PADDINGS = ['SAME', 'VALID'] as const

/** CONV_2D: filters of [out, height, width, in] become TensorFlow's [height, width, in, out]. */
export function translateConvolution(operation: TfliteOperation): void {
  const [out, height, width, filterIn] = imageOf(constantOperand(operation, 1))
  const filters = operation.builder.arranged(
    `${operand(operation, 1).name}#filters`,
    operand(operation, 1).name,
    {
      from: [out, height, width, filterIn],
      axes: [1, 2, 3, 0],
      shape: [height, width, filterIn, out],
    },
  )
  emitConvolution(operation, '_FusedConv2D', filters, { activation: 3, dilations: [5, 4] })
}

/** DEPTHWISE_CONV_2D: filters of [1, height, width, in * multiplier] become [height, width, in, multiplier]. */
export function translateDepthwise(operation: TfliteOperation): void {
  const [, height, width, out] = imageOf(constantOperand(operation, 1))
  const channels = imageOf(operand(operation, 0))[3]
  if (out % channels !== 0) throw malformed(`the filters of '${operation.output}' do not fit its channels`)
  const shape = [height, width, channels, out / channels]
  const { name } = operand(operation, 1)
  const arrangement = { from: shape, axes: [0, 1, 2, 3], shape }
  const filters = operation.builder.arranged(`${name}#depthwise ${channels}`, name, arrangement)
  emitConvolution(operation, 'FusedDepthwiseConv2dNative', filters, { activation: 4, dilations: [6, 5] })
}

interface OptionFields {
  readonly activation: number
  /** Of the height, of the width. */
  readonly dilations: readonly [number, number]
}

function emitConvolution(
  operation: TfliteOperation,
  op: string,
  filters: string,
  { activation, dilations }: OptionFields,
): void {
  const bias = operation.inputs[2]
  const [vertical, horizontal] = dilations
  emit(operation, {
    op,
    inputs: [operand(operation, 0).name, filters, ...(bias ? [bias.name] : [])],
    attributes: {
      ...slidingOf(operation),
      dilations: spatial(option(operation, vertical, 'int', 1), option(operation, horizontal, 'int', 1)),
      ...(bias && { fused_ops: { texts: ['BiasAdd'] } }),
    },
    activation: option(operation, activation, 'byte'),
  })
}

/** MAX_POOL_2D and AVERAGE_POOL_2D. */
export function translatePool(op: 'MaxPool' | 'AvgPool'): (operation: TfliteOperation) => void {
  return (operation) =>
    emit(operation, {
      op,
      inputs: [operand(operation, 0).name],
      attributes: { ...slidingOf(operation), ksize: spatial(option(operation, 4), option(operation, 3)) },
      activation: option(operation, 5, 'byte'),
    })
}

/** Padding and strides, which all of them keep in the same fields. */
function slidingOf(operation: TfliteOperation): Readonly<Record<string, Attribute>> {
  const padding = option(operation, 0, 'byte')
  return {
    padding: { text: PADDINGS[padding] ?? `number ${padding}` },
    strides: spatial(option(operation, 2), option(operation, 1)),
  }
}

function spatial(height: number, width: number): Attribute {
  return { integers: [1, height, width, 1] }
}

function imageOf({ name, shape }: TfliteOperand): readonly [number, number, number, number] {
  const [first, height, width, last, ...rest] = shape
  if (!first || !height || !width || !last || rest.length > 0) throw malformed(`'${name}' is not of rank 4`)
  return [first, height, width, last]
}
