import type { $ZodType, output } from 'zod/v4/core'
import { malformed, unsupported } from '../conversion-error.js'
import type { GraphBuilder } from '../graph/graph-builder.js'
import type { Attribute } from '../graph/tensorflow-node.js'
import type { Weights } from '../graph/weights.js'
import { parseFormat } from '../parse-format.js'
import type { LayerJson } from './layers-model-schema.js'

/** Keras' names of activations, as TensorFlow's operators. */
const ACTIVATIONS: ReadonlyMap<string, string> = new Map([
  ['relu', 'Relu'],
  ['relu6', 'Relu6'],
  ['sigmoid', 'Sigmoid'],
  ['softmax', 'Softmax'],
  ['tanh', 'Tanh'],
])

/** A layer that is being written as nodes of a TensorFlow graph. */
export interface LayerOperation {
  /** Such as `Conv2D`. */
  readonly className: string
  /** The name of its output: the layer's, or that of a later call of it. */
  readonly output: string
  readonly config: LayerJson['config']
  readonly inputs: readonly LayerOperand[]
  readonly builder: GraphBuilder
  /** The weights of the file. */
  readonly published: Weights
  readonly batch: number | 'free' | undefined
}

export interface LayerOperand {
  readonly name: string
  /** How many axes it has, the batch among them. */
  readonly rank: number
}

/** The layer's configuration. @throws ModelLoadError; `unsupported-operator` for channels before height and width. */
export function configOf<Schema extends $ZodType>(
  { className, config }: LayerOperation,
  schema: Schema,
): output<Schema> {
  const read = parseFormat(schema, config, `layer '${config.name}'`)
  if (config['data_format'] === 'channels_first') {
    throw unsupported(`${className} layer '${config.name}' with channels_first`)
  }
  return read
}

/** The only input of a layer. @throws ModelLoadError `malformed-model` when there are more or none. */
export function onlyInput({ inputs, output }: LayerOperation): LayerOperand {
  const [input, ...more] = inputs
  if (input === undefined || more.length > 0) throw malformed(`layer '${output}' takes one input`)
  return input
}

/**
 * A weight of a layer, as a constant of the graph.
 *
 * @param shape sizes that it must have; undefined where any will do.
 * @throws ModelLoadError `malformed-model` when it is missing or of another shape.
 */
export function parameter(
  { config, builder, published }: LayerOperation,
  key: string,
  shape?: readonly (number | undefined)[],
): string {
  const name = `${config.name}/${key}`
  if (!published.has(name)) throw malformed(`weight '${name}' is missing`)
  const given = published.shapeOf(name)
  const fits = shape?.every((size, axis) => size === undefined || size === given[axis]) ?? true
  if (!fits || (shape && shape.length !== given.length))
    throw malformed(`weight '${name}' does not fit its layer`)
  if (builder.graph.has(name)) return name
  return builder.floats(name, given, () => published.constant(name))
}

interface Emission {
  readonly op: string
  readonly inputs: readonly string[]
  readonly attributes?: Readonly<Record<string, Attribute>>
  /** In Keras' words, applied behind. */
  readonly activation?: string | null | undefined
}

/** Writes a layer's last node, and its activation. @throws ModelLoadError `unsupported-operator` for an unknown one. */
export function emit(operation: LayerOperation, { op, inputs, attributes, activation }: Emission): void {
  const { builder, output } = operation
  const following = activationOf(operation, activation)
  if (following === undefined) builder.node(output, op, inputs, attributes)
  else builder.node(output, following, [builder.node(`${output}#linear`, op, inputs, attributes)])
}

/** TensorFlow's operator; undefined for none. @throws ModelLoadError `unsupported-operator`. */
export function activationOf(
  { className, config }: LayerOperation,
  activation: string | null | undefined,
): string | undefined {
  if (activation === undefined || activation === null || activation === 'linear') return undefined
  const found = ACTIVATIONS.get(activation)
  if (found !== undefined) return found
  throw unsupported(`${className} layer '${config.name}' with activation '${activation.slice(0, 32)}'`)
}
