import { malformed, unsupported } from '../conversion-error.js'
import type { Attribute } from '../graph/tensorflow-node.js'
import { configOf, emit, type LayerOperation, onlyInput, parameter } from './layer-operation.js'
import {
  convolutionSchema,
  depthwiseSchema,
  globalPoolingSchema,
  poolingSchema,
  separableSchema,
} from './layer-schemas.js'

type Pair = readonly [number, number]

export function translateConvolution(operation: LayerOperation): number {
  const config = configOf(operation, convolutionSchema)
  const { filters, groups, use_bias: hasBias, activation } = config
  if (groups !== 1) throw unsupported(`Conv2D layer '${operation.config.name}' of ${groups} groups`)
  const kernel = parameter(operation, 'kernel', [...config.kernel_size, undefined, filters])
  const from = onlyInput(operation).name
  const attributes = { ...slidingOf(config), groups: { integers: [1] } }
  emitConvolution(operation, '_FusedConv2D', [from, kernel], { filters, hasBias, attributes, activation })
  return 4
}

export function translateDepthwise(operation: LayerOperation): number {
  const config = configOf(operation, depthwiseSchema)
  const { depth_multiplier: multiplier, use_bias: hasBias, activation } = config
  const kernel = parameter(operation, 'depthwise_kernel', [...config.kernel_size, undefined, multiplier])
  emitConvolution(operation, 'FusedDepthwiseConv2dNative', [onlyInput(operation).name, kernel], {
    filters: undefined,
    hasBias,
    attributes: slidingOf(config),
    activation,
  })
  return 4
}

/** A depthwise convolution, then one of 1 x 1. */
export function translateSeparable(operation: LayerOperation): number {
  const config = configOf(operation, separableSchema)
  const { filters, depth_multiplier: multiplier, use_bias: hasBias, activation } = config
  const depthwise = parameter(operation, 'depthwise_kernel', [...config.kernel_size, undefined, multiplier])
  const pointwise = parameter(operation, 'pointwise_kernel', [1, 1, undefined, filters])
  const spread = operation.builder.node(
    `${operation.output}#depthwise`,
    'DepthwiseConv2dNative',
    [onlyInput(operation).name, depthwise],
    slidingOf(config),
  )
  const attributes = { ...POINTWISE, groups: { integers: [1] } }
  emitConvolution(operation, '_FusedConv2D', [spread, pointwise], {
    filters,
    hasBias,
    attributes,
    activation,
  })
  return 4
}

export function translatePool(op: 'MaxPool' | 'AvgPool'): (operation: LayerOperation) => number {
  return (operation) => {
    const config = configOf(operation, poolingSchema)
    const { pool_size: size, padding } = config
    const attributes = {
      ksize: spatial(size),
      strides: spatial(config.strides ?? size),
      padding: { text: padding.toUpperCase() },
    }
    emit(operation, { op, inputs: [onlyInput(operation).name], attributes })
    return 4
  }
}

export function translateGlobalPool(operation: LayerOperation): number {
  const { name, rank } = onlyInput(operation)
  const { output, builder } = operation
  if (configOf(operation, globalPoolingSchema).keepdims) {
    throw unsupported(`GlobalAveragePooling2D layer '${output}' that keeps its axes`)
  }
  if (rank !== 4) throw malformed(`layer '${output}' needs an image of rank 4`)
  emit(operation, { op: 'Mean', inputs: [name, builder.integers(`${output}#axes`, [1, 2])] })
  return 2
}

interface ConvolutionOptions {
  readonly filters: number | undefined
  readonly hasBias: boolean
  readonly attributes: Readonly<Record<string, Attribute>>
  readonly activation: string | null | undefined
}

export function emitConvolution(
  operation: LayerOperation,
  op: string,
  inputs: readonly string[],
  { filters, hasBias, attributes, activation }: ConvolutionOptions,
): void {
  if (!hasBias) emit(operation, { op, inputs, attributes, activation })
  else {
    emit(operation, {
      op,
      inputs: [...inputs, parameter(operation, 'bias', [filters])],
      attributes: { ...attributes, fused_ops: { texts: ['BiasAdd'] } },
      activation,
    })
  }
}

interface SlidingConfig {
  readonly strides: Pair
  readonly dilation_rate: Pair
  readonly padding: 'same' | 'valid'
}

function slidingOf({ strides, dilation_rate: dilations, padding }: SlidingConfig) {
  return {
    strides: spatial(strides),
    dilations: spatial(dilations),
    padding: { text: padding.toUpperCase() },
  }
}

/** How a convolution of 1 x 1 slides. */
export const POINTWISE: Readonly<Record<string, Attribute>> = slidingOf({
  strides: [1, 1],
  dilation_rate: [1, 1],
  padding: 'valid',
})

function spatial([height, width]: Pair): Attribute {
  return { integers: [1, height, width, 1] }
}
