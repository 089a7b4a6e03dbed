import { unitVector } from '../../../packages/embedding/src/unit-vector.js'

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

/** The direction of a vector, as embedders have it; NaN where it has none. */
export const unit = (values: ArrayLike<number>): Float32Array =>
  unitVector(values)?.vector ?? new Float32Array(values.length).fill(Number.NaN)

/** The mean of vectors of one length; not normalised. */
export function meanVector(vectors: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(vectors[0]?.length ?? 0)
  for (const vector of vectors) for (let i = 0; i < mean.length; i++) mean[i]! += vector[i]! / vectors.length
  return mean
}

/** Gram and Schmidt: the vectors made orthogonal to each other, in turn, and of length 1. */
export function orthonormalised(vectors: readonly Float64Array[]): Float64Array[] {
  const done: Float64Array[] = []
  for (const vector of vectors) {
    const own = vector.slice()
    for (const other of done) {
      const along = dot(own, other)
      for (let i = 0; i < own.length; i++) own[i]! -= along * other[i]!
    }
    const length = Math.sqrt(dot(own, own))
    done.push(own.map((value) => value / length))
  }
  return done
}
