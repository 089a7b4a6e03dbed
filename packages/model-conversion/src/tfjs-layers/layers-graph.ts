import { unsupported } from '../conversion-error.js'
import { createGraphBuilder } from '../graph/graph-builder.js'
import { inDependencyOrder } from '../graph/tensorflow-graph.js'
import type { Weights } from '../graph/weights.js'
import type { LayerOperand } from './layer-operation.js'
import type { LayerCall } from './read-layers.js'
import { LAYERS } from './translations.js'

interface LayersGraphOptions {
  /** Names of calls; what only others need is left out. */
  readonly outputs: readonly string[]
  /** The layers' weights, under `<layer>/<weight>`. */
  readonly published: Weights
  readonly batch: number | 'free' | undefined
}

/** Reads layers as a TensorFlow graph, which the lowerings know. @throws ModelLoadError. */
export function graphOfLayers(
  calls: ReadonlyMap<string, LayerCall>,
  { outputs, published, batch }: LayersGraphOptions,
) {
  const skeleton = [...calls.values()].map(({ name, layer, inputs }) => ({
    name,
    op: layer.class_name,
    inputs,
    attributes: new Map(),
  }))
  const needed = inDependencyOrder(new Map(skeleton.map((node) => [node.name, node])), outputs)
  const unknown = new Set(needed.map(({ op }) => op).filter((op) => !LAYERS.has(op)))
  if (unknown.size > 0) throw unsupported(`layer ${[...unknown].sort().join(', ')}`)

  const builder = createGraphBuilder()
  const ranks = new Map<string, number>()
  for (const { name, op, inputs } of needed) {
    const operands = inputs.map((input): LayerOperand => ({ name: input, rank: ranks.get(input)! }))
    const { config } = calls.get(name)!.layer
    const operation = { className: op, output: name, config, inputs: operands, builder, published, batch }
    ranks.set(name, LAYERS.get(op)!(operation))
  }
  return { graph: builder.graph, weights: builder.weights }
}
