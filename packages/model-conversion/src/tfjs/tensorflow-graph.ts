import { malformed } from '../conversion-error.js'
import type { GraphModelJson } from './graph-model-schema.js'
import { readNode, type TensorflowNode, withoutPort } from './tensorflow-node.js'

export type TensorflowGraph = ReadonlyMap<string, TensorflowNode>

/** @throws ModelLoadError `malformed-model` when two nodes have one name. */
export function readGraph(json: GraphModelJson): TensorflowGraph {
  const graph = new Map<string, TensorflowNode>()
  for (const node of json.modelTopology.node) {
    if (graph.has(node.name)) throw malformed(`two nodes are named '${node.name}'`)
    graph.set(node.name, readNode(node))
  }
  return graph
}

/** The outputs a model declares, by node name; without a signature, the nodes that nothing reads. */
export function declaredOutputs(json: GraphModelJson, graph: TensorflowGraph): readonly string[] {
  const signature = json.signature ?? json.userDefinedMetadata?.signature
  const declared = Object.values(signature?.outputs ?? {}).map(({ name }) => withoutPort(name))
  if (declared.length > 0) return declared
  const read = new Set([...graph.values()].flatMap(({ inputs }) => inputs))
  return [...graph.values()]
    .filter(({ name, op }) => op !== 'Const' && !read.has(name))
    .map(({ name }) => name)
}

/**
 * The nodes that `outputs` depend on, each after all it reads from.
 *
 * @throws ModelLoadError `malformed-model` for a missing node or a cycle.
 */
export function inDependencyOrder(
  graph: TensorflowGraph,
  outputs: readonly string[],
): readonly TensorflowNode[] {
  const ordered: TensorflowNode[] = []
  const state = new Map<string, 'open' | 'done'>()
  // An explicit stack: a hostile graph may be deeper than the call stack.
  const stack = outputs.map((name) => ({ name, leaving: false })).reverse()
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    const { name, leaving } = step
    const node = graph.get(name)
    if (node === undefined) throw malformed(`node '${name}' is missing`)
    if (leaving) {
      state.set(name, 'done')
      ordered.push(node)
      continue
    }
    if (state.get(name) === 'done') continue
    if (state.get(name) === 'open') throw malformed(`node '${name}' depends on itself`)
    state.set(name, 'open')
    stack.push({ name, leaving: true })
    for (const input of node.inputs.toReversed()) stack.push({ name: input, leaving: false })
  }
  return ordered
}
