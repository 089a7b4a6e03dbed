import { ConfigurationError, type EmbeddingTransform } from '@faceward/spec'
import { unitVector } from './unit-vector.js'

/**
 * `normalise(projection * (unit - mean))` of a unit vector; without a transform the vector itself.
 * @returns undefined when nothing is left after the mean and the projection.
 */
export function applyTransform(
  unit: Float32Array,
  transform: EmbeddingTransform | undefined,
): Float32Array | undefined {
  if (transform === undefined) return unit
  const { mean, projection } = transform
  const centred = mean === undefined ? unit : unit.map((value, index) => value - mean[index]!)
  if (projection === undefined) return unitVector(centred)?.vector
  const { rows, matrix } = projection
  const columns = centred.length
  const projected = new Float64Array(rows)
  // Two sums side by side: one would wait for its own last addition.
  const even = columns & ~1
  for (let row = 0; row < rows; row++) {
    const start = row * columns
    let sum = even < columns ? matrix[start + even]! * centred[even]! : 0
    let other = 0
    for (let i = 0, at = start; i < even; i += 2, at += 2) {
      sum += matrix[at]! * centred[i]!
      other += matrix[at + 1]! * centred[i + 1]!
    }
    projected[row] = sum + other
  }
  return unitVector(projected)?.vector
}

/** The dimension after `transform`. @throws ConfigurationError `invalid-options` when it does not fit `inputs`. */
export function transformedDimension(transform: EmbeddingTransform | undefined, inputs: number): number {
  const { mean, projection } = transform ?? {}
  const issues = []
  if (mean !== undefined && mean.length !== inputs) {
    issues.push({ key: 'transform.mean', message: `expected ${inputs} values` })
  }
  if (projection !== undefined) {
    const { rows, matrix } = projection
    if (!(Number.isInteger(rows) && rows > 0 && matrix.length === rows * inputs)) {
      issues.push({ key: 'transform.projection', message: `expected rows x ${inputs} values` })
    }
  }
  if (issues.length > 0) {
    throw new ConfigurationError("The embedding transform does not fit the model's output.", {
      code: 'invalid-options',
      issues,
    })
  }
  return projection?.rows ?? inputs
}
