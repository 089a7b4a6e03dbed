import { malformed, unsupported } from '../conversion-error.js'
import type { GraphBuilder } from '../graph/graph-builder.js'
import type { Attribute } from '../graph/tensorflow-node.js'
import type { FlatbufferTable } from './flatbuffer-table.js'

/** schema.fbs, ActivationFunctionType, as TensorFlow's operators. */
const ACTIVATIONS: ReadonlyMap<number, string> = new Map([
  [1, 'Relu'],
  [3, 'Relu6'],
  [4, 'Tanh'],
])

/** A TFLite operator that is being written as nodes of a TensorFlow graph. */
export interface TfliteOperation {
  /** Such as `CONV_2D`. */
  readonly operator: string
  /** The name of its output. */
  readonly output: string
  readonly builder: GraphBuilder
  readonly inputs: readonly (TfliteOperand | undefined)[]
  readonly options: FlatbufferTable | undefined
  /** The size of the batch that the file was written for. */
  readonly batch: number | undefined
}

export interface TfliteOperand {
  readonly name: string
  readonly shape: readonly number[]
  readonly isConstant: boolean
}

/** @throws ModelLoadError `malformed-model` when it is absent. */
export function operand({ inputs, operator, output }: TfliteOperation, index: number): TfliteOperand {
  const found = inputs[index]
  if (found === undefined) throw malformed(`${operator} of '${output}' lacks input ${index}`)
  return found
}

/** @throws ModelLoadError `unsupported-operator` when it is computed. */
export function constantOperand(operation: TfliteOperation, index: number): TfliteOperand {
  const found = operand(operation, index)
  if (!found.isConstant) throw unsupported(`${operation.operator} with a computed input ${index}`)
  return found
}

export function option(
  { options }: TfliteOperation,
  field: number,
  type: 'byte' | 'int' | 'float' = 'int',
  fallback = 0,
): number {
  return options?.scalar(field, type, fallback) ?? fallback
}

interface Emission {
  readonly op: string
  readonly inputs: readonly string[]
  readonly attributes?: Readonly<Record<string, Attribute>>
  /** A number of ActivationFunctionType, applied behind. */
  readonly activation?: number
}

/** Writes an operation's last node, and its fused activation. */
export function emit(operation: TfliteOperation, { op, inputs, attributes, activation = 0 }: Emission): void {
  const { builder, output, operator } = operation
  if (activation === 0) {
    builder.node(output, op, inputs, attributes)
    return
  }
  const function_ = ACTIVATIONS.get(activation)
  if (function_ === undefined) throw unsupported(`${operator} fused with activation ${activation}`)
  builder.node(output, function_, [builder.node(`${output}#linear`, op, inputs, attributes)])
}
