import { type Arrangement, arrange, type Constant, decode } from '../constants/constant.js'
import { malformed } from '../conversion-error.js'
import type { TensorflowGraph } from './tensorflow-graph.js'
import type { Attribute, TensorflowNode } from './tensorflow-node.js'
import type { Weights } from './weights.js'

/** What a constant of a graph under construction holds; floats are read when they are asked for. */
type Content =
  | { readonly shape: readonly number[]; readonly floats: () => Constant }
  | { readonly shape: readonly number[]; readonly integers: readonly number[] }

/** A TensorFlow graph that is made of a model of another format. */
export interface GraphBuilder {
  readonly graph: TensorflowGraph
  readonly weights: Weights
  /** Adds a node and gives its name. @throws ModelLoadError `malformed-model` when there is one of that name. */
  node(
    name: string,
    op: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, Attribute>>,
  ): string
  floats(name: string, shape: readonly number[], read: () => Constant): string
  integers(name: string, values: readonly number[], shape?: readonly number[]): string
  /** A constant of floats in another order, under a name of its own. */
  arranged(name: string, source: string, arrangement: Arrangement): string
}

export function createGraphBuilder(): GraphBuilder {
  const graph = new Map<string, TensorflowNode>()
  const contents = new Map<string, Content>()

  const node: GraphBuilder['node'] = (name, op, inputs, attributes = {}) => {
    if (graph.has(name)) throw malformed(`two tensors are named '${name}'`)
    graph.set(name, { name, op, inputs, attributes: new Map(Object.entries(attributes)) })
    return name
  }

  function add(name: string, content: Content): string {
    contents.set(name, content)
    return node(name, 'Const', [])
  }

  function constant(name: string): Constant {
    const content = contents.get(name)
    if (content === undefined || !('floats' in content)) throw malformed(`constant '${name}' must be floats`)
    return content.floats()
  }

  const weights: Weights = {
    has: (name) => contents.has(name),
    shapeOf: (name) => contents.get(name)?.shape ?? [],
    constant,
    floats: (name) => decode(constant(name)),
    integers(name) {
      const content = contents.get(name)
      if (content === undefined || !('integers' in content)) {
        throw malformed(`constant '${name}' must be whole numbers`)
      }
      return content.integers
    },
  }

  return {
    graph,
    weights,
    node,
    floats: (name, shape, read) => add(name, { shape, floats: read }),
    integers: (name, values, shape = [values.length]) => add(name, { shape, integers: values }),
    arranged: (name, source, arrangement) =>
      graph.has(name)
        ? name
        : add(name, { shape: arrangement.shape, floats: () => arrange(constant(source), arrangement) }),
  }
}
