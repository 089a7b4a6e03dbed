import { malformed } from '../conversion-error.js'
import type { TensorflowNode } from './tensorflow-node.js'

export type TensorflowGraph = ReadonlyMap<string, TensorflowNode>

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
