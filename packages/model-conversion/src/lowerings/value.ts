import { malformed } from '../conversion-error.js'

/** A tensor on its way through the converter. */
export interface Value {
  /** The ONNX tensor's name. */
  readonly tensor: string
  /** In TensorFlow's axis order, whatever the layout; -1 for a free batch. */
  readonly shape: readonly number[]
  /**
   * `planar`: the ONNX tensor of a [N, H, W, C] value lies as [N, C, H, W], as convolutions want it. Values
   * stay planar from one operator to the next and are turned back only where TensorFlow's order matters.
   */
  readonly layout: 'tensorflow' | 'planar'
}

/** Axes of [N, H, W, C] in the order [N, C, H, W]. */
export const TO_PLANAR: readonly number[] = [0, 3, 1, 2]
/** Axes of [N, C, H, W] in the order [N, H, W, C]. */
export const TO_TENSORFLOW: readonly number[] = [0, 2, 3, 1]

/** More than the largest activation of any face model by far; keeps absurd models from being written. */
const MAXIMUM_ELEMENTS = 2 ** 27

/** Number of elements, a free batch counting once. */
export function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * Math.abs(dimension), 1)
}

const MAXIMUM_RANK = 6

/** @throws ModelLoadError `malformed-model` for an impossible or absurd shape. */
export function assertShape(shape: readonly number[], node: string): void {
  if (shape.length > MAXIMUM_RANK) throw malformed(`node '${node}' has ${shape.length} axes`)
  const sound = shape.every(
    (dimension, axis) =>
      (Number.isSafeInteger(dimension) && dimension > 0) || (axis === 0 && dimension === -1),
  )
  if (!sound) throw malformed(`node '${node}' has the impossible shape [${shape.join(', ')}]`)
  if (elementsOf(shape) > MAXIMUM_ELEMENTS) throw malformed(`node '${node}' is absurdly large`)
}

export function imageShape(value: Value, node: string): readonly [number, number, number, number] {
  const [batch, height, width, channels, ...rest] = value.shape
  if (!batch || !height || !width || !channels || rest.length > 0) {
    throw malformed(`node '${node}' needs an image of rank 4`)
  }
  return [batch, height, width, channels]
}
