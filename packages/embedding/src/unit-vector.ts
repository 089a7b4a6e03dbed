/** A vector's direction and its length before normalisation. */
export interface UnitVector {
  readonly vector: Float32Array
  readonly length: number
}

/** `values` divided by their length; undefined when that is 0 or not finite, so there is no direction. */
export function unitVector(values: ArrayLike<number>): UnitVector | undefined {
  let squared = 0
  for (let i = 0; i < values.length; i++) squared += values[i]! * values[i]!
  const length = Math.sqrt(squared)
  if (!(length > 0 && length < Number.POSITIVE_INFINITY)) return undefined
  const vector = new Float32Array(values.length)
  for (let i = 0; i < values.length; i++) vector[i] = values[i]! / length
  return { vector, length }
}

/** How far the squared length of a float32 unit vector may be from 1. */
const TOLERANCE = 1e-3

/** Whether `vector` has length 1, as far as float32 can tell; false for NaN. */
export function isUnitVector(vector: Float32Array): boolean {
  let squared = 0
  for (let i = 0; i < vector.length; i++) squared += vector[i]! * vector[i]!
  return Math.abs(squared - 1) <= TOLERANCE
}
