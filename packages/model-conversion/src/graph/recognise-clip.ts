import type { TensorflowGraph } from './tensorflow-graph.js'
import type { TensorflowNode } from './tensorflow-node.js'
import type { Weights } from './weights.js'

/**
 * Turns `maximum(minimum(x, highest), lowest)`, as some exporters spell a clip such as ReLU6, into ClipByValue.
 * onnxruntime fuses a clip into the convolution before it, two separate operators it does not.
 */
export function recogniseClip(graph: TensorflowGraph, weights: Weights): TensorflowGraph {
  return new Map([...graph].map(([name, node]) => [name, asClip(node, graph, weights) ?? node]))
}

function asClip(node: TensorflowNode, graph: TensorflowGraph, weights: Weights): TensorflowNode | undefined {
  const outer = node.op === 'Maximum' ? scalarAndOther(node, graph, weights) : undefined
  const minimum = outer && graph.get(outer.other)
  const inner = minimum?.op === 'Minimum' ? scalarAndOther(minimum, graph, weights) : undefined
  if (!outer || !inner || outer.value > inner.value) return undefined
  return {
    name: node.name,
    op: 'ClipByValue',
    inputs: [inner.other, outer.scalar, inner.scalar],
    attributes: new Map(),
  }
}

/** Of two inputs, the one that is a scalar constant, its value, and the other one. */
function scalarAndOther({ inputs }: TensorflowNode, graph: TensorflowGraph, weights: Weights) {
  const [left, right] = inputs
  if (left === undefined || right === undefined) return undefined
  for (const [scalar, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (graph.get(scalar)?.op !== 'Const' || !weights.has(scalar)) continue
    if (weights.shapeOf(scalar).some((size) => size !== 1)) continue
    const [value] = weights.floats(scalar).data
    if (value !== undefined) return { scalar, value, other }
  }
  return undefined
}
