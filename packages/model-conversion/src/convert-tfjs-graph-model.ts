import { malformed, unsupported } from './conversion-error.js'
import { createLoweringContext, type LoweringContext } from './lowerings/lowering-context.js'
import { OPERATORS } from './lowerings/operators.js'
import { assertShape, type Value } from './lowerings/value.js'
import { parseFormat } from './parse-format.js'
import { graphModelSchema } from './tfjs/graph-model-schema.js'
import { recogniseClip } from './tfjs/recognise-clip.js'
import { declaredOutputs, inDependencyOrder, readGraph } from './tfjs/tensorflow-graph.js'
import { type TensorflowNode, withoutPort } from './tfjs/tensorflow-node.js'
import { readWeights } from './tfjs/weights.js'

export interface TfjsGraphModel {
  /** The parsed `model.json`. */
  readonly json: unknown
  /** The weight files it names, joined in order. */
  readonly weights: Uint8Array
}

export interface ConversionOptions {
  /** The ONNX graph's name. */
  readonly name: string
  /** The outputs to keep, by TensorFlow node name; by default all. What only the others need is left out. */
  readonly outputs?: readonly string[]
}

/**
 * Converts a TF.js graph model to ONNX (opset 13). The same input gives the same bytes.
 *
 * Image inputs of [N, H, W, C] become [N, C, H, W]; everything else keeps its shape. Inputs and outputs keep
 * their TensorFlow names without `:0`.
 *
 * @throws ModelLoadError `unsupported-operator` naming every operator it does not know, `malformed-model` for a
 * model that contradicts itself.
 */
export function convertTfjsGraphModel(model: TfjsGraphModel, options: ConversionOptions): Uint8Array {
  const json = parseFormat(graphModelSchema, model.json, 'model.json')
  const weights = readWeights(json.weightsManifest, model.weights)
  const graph = recogniseClip(readGraph(json), weights)
  const outputs = [...new Set((options.outputs ?? declaredOutputs(json, graph)).map(withoutPort))]
  if (outputs.length === 0) throw malformed('it has no outputs')
  const nodes = inDependencyOrder(graph, outputs).filter(({ op }) => op !== 'Const')
  assertKnown(nodes)

  const values = new Map<string, Value>()
  const context = createLoweringContext({ name: options.name, graph, weights, values })
  for (const node of nodes) {
    const value = OPERATORS.get(node.op)!(node, context)
    assertShape(value.shape, node.name)
    values.set(node.name, value)
  }
  for (const output of outputs) declareOutput(output, values.get(output), nodes, context)
  return context.onnx.toBytes()
}

function assertKnown(nodes: readonly TensorflowNode[]): void {
  const unknown = new Set(nodes.map(({ op }) => op).filter((op) => !OPERATORS.has(op)))
  if (unknown.size > 0) throw unsupported(`operator ${[...unknown].sort().join(', ')}`)
}

function declareOutput(
  name: string,
  value: Value | undefined,
  nodes: readonly TensorflowNode[],
  context: LoweringContext,
): void {
  if (value === undefined) throw malformed(`output '${name}' is a constant`)
  const isInput = nodes.some((node) => node.name === name && node.op === 'Placeholder')
  if (isInput || name.startsWith('_')) throw malformed(`'${name}' cannot be an output's name`)
  context.onnx.output(name, context.tensorflow(value), value.shape)
}
