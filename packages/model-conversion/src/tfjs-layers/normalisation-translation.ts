import { unsupported } from '../conversion-error.js'
import { configOf, emit, type LayerOperation, onlyInput, parameter } from './layer-operation.js'
import { normalisationSchema } from './layer-schemas.js'

/**
 * `gamma * (x - mean) / sqrt(variance + epsilon) + beta` as a factor and a summand of each channel, which onnxruntime
 * multiplies into the convolution before it at load.
 */
export function translateNormalisation(operation: LayerOperation): number {
  const { name, rank } = onlyInput(operation)
  const { output, builder, config } = operation
  const { axis, epsilon, center, scale } = configOf(operation, normalisationSchema)
  if (axis !== -1 && axis !== rank - 1) {
    throw unsupported(`BatchNormalization layer '${config.name}' along axis ${axis} of ${rank}`)
  }
  const { weights } = builder
  const mean = parameter(operation, 'moving_mean', [undefined])
  const shape = weights.shapeOf(mean)
  const variance = parameter(operation, 'moving_variance', shape)
  const gamma = scale ? parameter(operation, 'gamma', shape) : undefined
  const beta = center ? parameter(operation, 'beta', shape) : undefined

  const gammas = gamma === undefined ? undefined : weights.floats(gamma).data
  const betas = beta === undefined ? undefined : weights.floats(beta).data
  const means = weights.floats(mean).data
  const factors = weights
    .floats(variance)
    .data.map((value, channel) => (gammas?.[channel] ?? 1) / Math.sqrt(value + epsilon))
  const summands = factors.map((factor, channel) => (betas?.[channel] ?? 0) - means[channel]! * factor)

  const constant = (key: string, data: Float32Array) =>
    builder.floats(`${output}#${key}`, shape, () => ({ shape, data, encoding: { kind: 'float32' } }))
  const scaled = builder.node(`${output}#scaled`, 'Mul', [name, constant('factors', factors)])
  emit(operation, { op: 'AddV2', inputs: [scaled, constant('summands', summands)] })
  return rank
}
