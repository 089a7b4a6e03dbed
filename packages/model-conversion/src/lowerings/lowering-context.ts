import { createOnnxGraph, type OnnxGraph } from '@faceward/models/onnx'
import { type Arrangement, arrange } from '../constants/constant.js'
import { writeConstant } from '../constants/write-constant.js'
import { malformed, unsupported } from '../conversion-error.js'
import type { TensorflowGraph } from '../graph/tensorflow-graph.js'
import type { TensorflowNode } from '../graph/tensorflow-node.js'
import type { Weights } from '../graph/weights.js'
import { elementsOf, TO_PLANAR, TO_TENSORFLOW, type Value } from './value.js'

/** What a lowering sees of its model. */
export interface LoweringContext {
  readonly onnx: OnnxGraph
  /** The value of a node's input; a constant becomes one where it is asked for. */
  input(node: TensorflowNode, index: number): Value
  isConstant(node: TensorflowNode, index: number): boolean
  /** The shape of a constant input. @throws ModelLoadError when it is computed. */
  constantShape(node: TensorflowNode, index: number): readonly number[]
  /** A whole-number constant input, such as axes. @throws ModelLoadError when it is computed. */
  integers(node: TensorflowNode, index: number): readonly number[]
  /** A scalar float constant input. @throws ModelLoadError when it is computed or not a scalar. */
  scalar(node: TensorflowNode, index: number): number
  /**
   * Writes a constant input in the order an ONNX operator wants, by default as it is. One order of one constant is
   * written once, which also bounds what a hostile graph can make of few weights.
   */
  constant(node: TensorflowNode, index: number, arrangement?: Arrangement): string
  /** The ONNX tensor in TensorFlow's axis order. */
  tensorflow(value: Value): string
  /** The ONNX tensor as [N, C, H, W]; for values of rank 4. */
  planar(value: Value): string
}

/** One TensorFlow operator as ONNX operators. */
export type Lowering = (node: TensorflowNode, context: LoweringContext) => Value

export interface LoweringContextOptions {
  readonly name: string
  readonly graph: TensorflowGraph
  readonly weights: Weights
  /** Values of the nodes lowered so far. */
  readonly values: ReadonlyMap<string, Value>
}

export function createLoweringContext({
  name,
  graph,
  weights,
  values,
}: LoweringContextOptions): LoweringContext {
  const onnx = createOnnxGraph(name)
  const written = new Map<string, string>()

  function once(key: string, write: () => string): string {
    const tensor = written.get(key) ?? write()
    written.set(key, tensor)
    return tensor
  }

  function sourceOf(node: TensorflowNode, index: number): string {
    const source = node.inputs[index]
    if (source === undefined) throw malformed(`node '${node.name}' (${node.op}) lacks input ${index}`)
    return source
  }

  function constantOf(node: TensorflowNode, index: number): string {
    const source = sourceOf(node, index)
    if (graph.get(source)?.op !== 'Const') throw unsupported(`${node.op} with a computed input ${index}`)
    if (!weights.has(source)) throw malformed(`constant '${source}' has no weights`)
    return source
  }

  const constant: LoweringContext['constant'] = (node, index, arrangement) => {
    const source = constantOf(node, index)
    return once(`constant ${JSON.stringify(arrangement)} ${source}`, () => {
      const given = weights.constant(source)
      return writeConstant(onnx, arrangement === undefined ? given : arrange(given, arrangement))
    })
  }

  const turned =
    (to: Value['layout'], perm: readonly number[]) =>
    ({ tensor, layout }: Value) =>
      layout === to ? tensor : once(`${to} ${tensor}`, () => onnx.node('Transpose', [tensor], { perm }))

  return {
    onnx,
    constant,
    input(node, index) {
      const value = values.get(sourceOf(node, index))
      if (value !== undefined) return value
      const shape = weights.shapeOf(constantOf(node, index))
      return { tensor: constant(node, index), shape, layout: 'tensorflow' }
    },
    isConstant: (node, index) => graph.get(sourceOf(node, index))?.op === 'Const',
    constantShape: (node, index) => weights.shapeOf(constantOf(node, index)),
    integers: (node, index) => weights.integers(constantOf(node, index)),
    scalar(node, index) {
      const source = constantOf(node, index)
      const value = elementsOf(weights.shapeOf(source)) === 1 ? weights.floats(source).data[0] : undefined
      if (value === undefined) throw unsupported(`${node.op} with a list of limits`)
      return value
    },
    tensorflow: turned('tensorflow', TO_TENSORFLOW),
    planar: turned('planar', TO_PLANAR),
  }
}
