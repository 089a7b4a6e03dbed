import { malformed, unsupported } from '../conversion-error.js'
import { createLoweringContext, type LoweringContext } from '../lowerings/lowering-context.js'
import { OPERATORS } from '../lowerings/operators.js'
import { assertShape, type Value } from '../lowerings/value.js'
import { recogniseClip } from './recognise-clip.js'
import { recognisePrelu } from './recognise-prelu.js'
import { inDependencyOrder, type TensorflowGraph } from './tensorflow-graph.js'
import type { TensorflowNode } from './tensorflow-node.js'
import type { Weights } from './weights.js'

export interface GraphConversion {
  /** The ONNX graph's name. */
  readonly name: string
  readonly graph: TensorflowGraph
  readonly weights: Weights
  /** Names of nodes; what only others need is left out. */
  readonly outputs: readonly string[]
}

/** Writes a graph, of whatever format it was read from, as ONNX. @throws ModelLoadError. */
export function convertGraph({ name, weights, ...given }: GraphConversion): Uint8Array {
  const graph = recognisePrelu(recogniseClip(given.graph, weights))
  const outputs = [...new Set(given.outputs)]
  if (outputs.length === 0) throw malformed('it has no outputs')
  const nodes = inDependencyOrder(graph, outputs).filter(({ op }) => op !== 'Const')
  assertKnown(nodes)

  const values = new Map<string, Value>()
  const context = createLoweringContext({ name, graph, weights, values })
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
