import { malformed } from '../conversion-error.js'
import type { TensorflowNode } from '../graph/tensorflow-node.js'

/** An axis counted from the front. @throws ModelLoadError `malformed-model` when there is none such. */
export function axisOf(axis: number, rank: number, node: TensorflowNode): number {
  const counted = axis < 0 ? axis + rank : axis
  if (!Number.isInteger(counted) || counted < 0 || counted >= rank) {
    throw malformed(`node '${node.name}' names axis ${axis} of ${rank}`)
  }
  return counted
}
