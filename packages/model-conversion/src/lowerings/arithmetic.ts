import type { Arrangement } from '../constants/constant.js'
import { malformed } from '../conversion-error.js'
import type { TensorflowNode } from '../graph/tensorflow-node.js'
import type { Lowering, LoweringContext } from './lowering-context.js'
import { elementsOf, TO_PLANAR, type Value } from './value.js'

/** An operator of two tensors that broadcast, under ONNX's name. */
export function lowerArithmetic(operator: string): Lowering {
  return (node, context) => {
    const sides = [0, 1].map((index) => ({
      index,
      constant: context.isConstant(node, index),
      shape: context.isConstant(node, index)
        ? context.constantShape(node, index)
        : context.input(node, index).shape,
    }))
    const shape = broadcast(
      sides.map((side) => side.shape),
      node,
    )
    const computed = sides.filter((side) => !side.constant).map((side) => context.input(node, side.index))
    // Planar when a computed side is, unless a side of another rank would then broadcast along the wrong axes.
    const planar =
      shape.length === 4 && computed.some(isPlanar) && computed.every((value) => value.shape.length === 4)
    const tensors = sides.map(({ index, constant }) => {
      if (constant) return constantSide(node, index, planar, context)
      const value = context.input(node, index)
      return planar ? context.planar(value) : context.tensorflow(value)
    })
    return { tensor: context.onnx.node(operator, tensors), shape, layout: planar ? 'planar' : 'tensorflow' }
  }
}

function isPlanar({ layout }: Value): boolean {
  return layout === 'planar'
}

function constantSide(
  node: TensorflowNode,
  index: number,
  planar: boolean,
  context: LoweringContext,
): string {
  const shape = context.constantShape(node, index)
  return context.constant(node, index, planar && elementsOf(shape) !== 1 ? toPlanar(shape) : undefined)
}

/** A constant of [.., H, W, C] for a [N, C, H, W] tensor; [C] becomes [1, C, 1, 1]. */
function toPlanar(shape: readonly number[]): Arrangement {
  const from = [...Array<number>(4 - shape.length).fill(1), ...shape]
  return { from, axes: TO_PLANAR, shape: TO_PLANAR.map((axis) => from[axis]!) }
}

/** @throws ModelLoadError `malformed-model` for shapes that do not broadcast. */
function broadcast(shapes: readonly (readonly number[])[], node: TensorflowNode): readonly number[] {
  const rank = Math.max(...shapes.map((shape) => shape.length))
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map((shape) => shape[axis - (rank - shape.length)] ?? 1).filter((size) => size !== 1)
    const size = sizes[0] ?? 1
    if (sizes.some((other) => other !== size))
      throw malformed(`the inputs of node '${node.name}' do not broadcast`)
    return size
  })
}
