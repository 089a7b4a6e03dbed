import type { TensorflowGraph } from './tensorflow-graph.js'
import type { TensorflowNode } from './tensorflow-node.js'

/**
 * Turns `relu(x) + h * (x - |x|)`, as TensorFlow 1 spelt PReLU with `h` half the slope, into Prelu; doubling is exact,
 * so its value is the same to the bit.
 */
export function recognisePrelu(graph: TensorflowGraph): TensorflowGraph {
  return new Map([...graph].map(([name, node]) => [name, asPrelu(node, graph) ?? node]))
}

function asPrelu(node: TensorflowNode, graph: TensorflowGraph): TensorflowNode | undefined {
  for (const [rectified, scaled] of sidesOf(node, ['Add', 'AddV2'])) {
    const relu = graph.get(rectified)
    const x = relu?.op === 'Relu' ? relu.inputs[0] : undefined
    const half = x === undefined ? undefined : halfSlope(graph.get(scaled), x, graph)
    if (x === undefined || half === undefined) continue
    return {
      name: node.name,
      op: 'Prelu',
      inputs: [x, half],
      attributes: new Map([['halved', { flag: true }]]),
    }
  }
  return undefined
}

/** `h` of `h * (x - |x|)`. */
function halfSlope(
  product: TensorflowNode | undefined,
  x: string,
  graph: TensorflowGraph,
): string | undefined {
  for (const [half, difference] of sidesOf(product, ['Mul'])) {
    const sub = graph.get(difference)
    const [whole, magnitude = ''] = sub?.op === 'Sub' ? sub.inputs : []
    const abs = graph.get(magnitude)
    const isNegativePart = whole === x && abs?.op === 'Abs' && abs.inputs[0] === x
    if (isNegativePart && graph.get(half)?.op === 'Const') return half
  }
  return undefined
}

/** The inputs of a node of two, either way round. */
function sidesOf(
  node: TensorflowNode | undefined,
  operators: readonly string[],
): readonly [string, string][] {
  const [left, right, ...more] = node && operators.includes(node.op) ? node.inputs : []
  if (left === undefined || right === undefined || more.length > 0) return []
  return [
    [left, right],
    [right, left],
  ]
}
