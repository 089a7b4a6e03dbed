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
  const centred = Float64Array.from(unit)
  if (mean !== undefined) {
    for (let i = 0; i < centred.length; i++) centred[i] = Math.fround(centred[i]! - mean[i]!)
  }
  if (projection === undefined) return unitVector(centred)?.vector
  const { rows, matrix } = projection
  const columns = centred.length
  const even = columns & ~1
  const projected = new Float64Array(rows)
  // Two rows, and in each two sums, side by side: one would wait for its own last addition.
  for (let row = 0; row < rows; row += 2) {
    const next = Math.min(row + 1, rows - 1)
    let a = row * columns
    let b = next * columns
    let sumA = even < columns ? matrix[a + even]! * centred[even]! : 0
    let sumB = even < columns ? matrix[b + even]! * centred[even]! : 0
    let otherA = 0
    let otherB = 0
    for (let i = 0; i < even; i += 2, a += 2, b += 2) {
      const value = centred[i]!
      const following = centred[i + 1]!
      sumA += matrix[a]! * value
      sumB += matrix[b]! * value
      otherA += matrix[a + 1]! * following
      otherB += matrix[b + 1]! * following
    }
    projected[row] = sumA + otherA
    projected[next] = sumB + otherB
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
