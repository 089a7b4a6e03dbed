import { malformed } from '../conversion-error.js'
import type { TensorflowGraph } from '../graph/tensorflow-graph.js'
import type { Attribute, TensorflowNode } from '../graph/tensorflow-node.js'
import type { AttributeJson, GraphModelJson, NodeJson } from './graph-model-schema.js'

/** @throws ModelLoadError `malformed-model` when two nodes have one name, or a text is not base64. */
export function readGraph(json: GraphModelJson): TensorflowGraph {
  const graph = new Map<string, TensorflowNode>()
  for (const node of json.modelTopology.node) {
    if (graph.has(node.name)) throw malformed(`two nodes are named '${node.name}'`)
    graph.set(node.name, readNode(node))
  }
  return graph
}

function readNode({ name, op, input = [], attr = {} }: NodeJson): TensorflowNode {
  const data = input.filter((source) => !source.startsWith('^'))
  const attributes = Object.entries(attr).map(([key, value]) => [key, readAttribute(value, name)] as const)
  return { name, op, inputs: data.map(withoutPort), attributes: new Map(attributes) }
}

function readAttribute({ b, s, list, type, shape }: AttributeJson, node: string): Attribute {
  return {
    flag: b,
    text: s === undefined ? undefined : decode(s, node),
    texts: list?.s?.map((encoded) => decode(encoded, node)),
    integers: list?.i,
    type,
    shape: shape?.dim?.map(({ size }) => size),
  }
}

function decode(base64: string, node: string): string {
  try {
    return atob(base64)
  } catch (cause) {
    throw malformed(`node '${node}' has an attribute that is not base64`, cause)
  }
}

/** `'x:0'` is the first and for this converter's operators the only output of `x`. */
export function withoutPort(name: string): string {
  return name.endsWith(':0') ? name.slice(0, -2) : name
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
