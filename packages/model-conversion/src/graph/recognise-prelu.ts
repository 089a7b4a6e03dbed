import type { TensorflowGraph } from './tensorflow-graph.js'
import type { TensorflowNode } from './tensorflow-node.js'
import type { Weights } from './weights.js'

/** Turns `relu(x) + a * (x - |x|) * 0.5`, as TensorFlow 1 spelt PReLU, into Prelu; its value is the same to the bit. */
export function recognisePrelu(graph: TensorflowGraph, weights: Weights): TensorflowGraph {
  return new Map([...graph].map(([name, node]) => [name, asPrelu(node, graph, weights) ?? node]))
}

function asPrelu(node: TensorflowNode, graph: TensorflowGraph, weights: Weights): TensorflowNode | undefined {
  for (const [rectified, negative] of sidesOf(node, ['Add', 'AddV2'])) {
    const relu = graph.get(rectified)
    const x = relu?.op === 'Relu' ? relu.inputs[0] : undefined
    const slope = x === undefined ? undefined : slopeOf(graph.get(negative), x, graph, weights)
    if (x !== undefined && slope !== undefined) {
      return { name: node.name, op: 'Prelu', inputs: [x, slope], attributes: new Map() }
    }
  }
  return undefined
}

/** The constant `a` of a product of `a`, `x - |x|` and 0.5, in whatever order it is taken. */
function slopeOf(product: TensorflowNode | undefined, x: string, graph: TensorflowGraph, weights: Weights) {
  const factors = sidesOf(product, ['Mul'])
    .at(0)
    ?.flatMap((factor) => {
      const inner = sidesOf(graph.get(factor), ['Mul']).at(0)
      return inner ?? [factor]
    })
  const isConstant = (name: string) => graph.get(name)?.op === 'Const' && weights.has(name)
  const isHalf = (name: string) =>
    isConstant(name) &&
    weights.shapeOf(name).every((size) => size === 1) &&
    weights.floats(name).data[0] === 0.5
  const isTwiceNegativePart = (name: string) => {
    const difference = graph.get(name)
    const [whole, magnitude = ''] = difference?.op === 'Sub' ? difference.inputs : []
    const absolute = graph.get(magnitude)
    return whole === x && absolute?.op === 'Abs' && absolute.inputs[0] === x
  }
  if (factors?.length !== 3 || !factors.some(isTwiceNegativePart)) return undefined
  const half = factors.find(isHalf)
  return half && factors.find((factor) => factor !== half && isConstant(factor))
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
