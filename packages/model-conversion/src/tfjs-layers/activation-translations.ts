import { malformed, unsupported } from '../conversion-error.js'
import { activationOf, configOf, emit, type LayerOperation, onlyInput, parameter } from './layer-operation.js'
import { activationSchema, leakyReluSchema, preluSchema, reluSchema } from './layer-schemas.js'

export function translateActivation(operation: LayerOperation): number {
  const { name, rank } = onlyInput(operation)
  const { activation } = configOf(operation, activationSchema)
  emit(operation, { op: activationOf(operation, activation) ?? 'Identity', inputs: [name] })
  return rank
}

/** ReLU, up to `max_value`. */
export function translateRelu(operation: LayerOperation): number {
  const { name, rank } = onlyInput(operation)
  const { max_value: highest, negative_slope: slope, threshold } = configOf(operation, reluSchema)
  if (slope || threshold) {
    throw unsupported(`ReLU layer '${operation.config.name}' with a negative slope or a threshold`)
  }
  if (typeof highest !== 'number') emit(operation, { op: 'Relu', inputs: [name] })
  else {
    const limits = [scalar(operation, 'lowest', 0), scalar(operation, 'highest', highest)]
    emit(operation, { op: 'ClipByValue', inputs: [name, ...limits] })
  }
  return rank
}

export function translateLeakyRelu(operation: LayerOperation): number {
  const { name, rank } = onlyInput(operation)
  const { alpha } = configOf(operation, leakyReluSchema)
  emit(operation, { op: 'Prelu', inputs: [name, scalar(operation, 'slope', alpha)] })
  return rank
}

/** Slopes of the input's shape without its batch, of size 1 along shared axes. */
export function translatePrelu(operation: LayerOperation): number {
  const { name, rank } = onlyInput(operation)
  const shared = new Set(configOf(operation, preluSchema).shared_axes)
  if ([...shared].some((axis) => axis >= rank)) {
    throw malformed(`layer '${operation.output}' shares an axis that is not there`)
  }
  const shape = Array.from({ length: rank - 1 }, (_, i) => (shared.has(i + 1) ? 1 : undefined))
  emit(operation, { op: 'Prelu', inputs: [name, parameter(operation, 'alpha', shape)] })
  return rank
}

function scalar({ builder, output }: LayerOperation, what: string, value: number): string {
  const data = Float32Array.of(value)
  return builder.floats(`${output}#${what}`, [1], () => ({ shape: [1], data, encoding: { kind: 'float32' } }))
}
