import type { Constant, Floats } from '../constants/constant.js'

/** The constants of a model, in TensorFlow's axis order. */
export interface Weights {
  has(name: string): boolean
  shapeOf(name: string): readonly number[]
  /** As it was published. @throws ModelLoadError `malformed-model` when absent or of another type. */
  constant(name: string): Constant
  /** Decoded. @throws ModelLoadError as `constant`. */
  floats(name: string): Floats
  integers(name: string): readonly number[]
}
