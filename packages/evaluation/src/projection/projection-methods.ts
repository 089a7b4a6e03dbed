import type { EmbeddingTransform } from '@faceward/spec'
import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import { EvaluationError } from '../evaluation-error.js'
import type { EmbeddingSet } from './embedding-set.js'

/** One way to make a head from embeddings. */
export type ProjectionMethod =
  /** Subtracts the mean. */
  | { readonly kind: 'centre' }
  /** Subtracts the mean and shrinks the leading principal directions to the one that follows them. */
  | { readonly kind: 'whiten'; readonly leading: number }
  /**
   * Within-class covariance normalisation (Hatch et al. 2006): shrinks directions in which pictures of one
   * person vary. `shrinkage` mixes in a round covariance, `power` 1 is the full correction, 0 is none.
   */
  | { readonly kind: 'wccn'; readonly shrinkage: number; readonly power: number }

/** What `fitProjection` tries: few and far apart, so that choosing among them costs little honesty. */
export const PROJECTION_METHODS: readonly ProjectionMethod[] = [
  { kind: 'centre' },
  ...[8, 32, 96].map((leading) => ({ kind: 'whiten' as const, leading })),
  ...[0.3, 0.7].map((shrinkage) => ({ kind: 'wccn' as const, shrinkage, power: 0.5 })),
]

/** Fits one method to a set. @throws EvaluationError `sample-too-small` when it needs more images. */
export function fitMethod(method: ProjectionMethod, { vectors, subjects }: EmbeddingSet): EmbeddingTransform {
  const mean = meanOf(vectors)
  if (method.kind === 'centre') return { mean }
  const centred = vectors.map((vector) => vector.map((value, i) => value - mean[i]!))
  if (method.kind === 'whiten') {
    const { values, directions } = principal(covariance(centred, vectors.length - 1))
    const floor = values[Math.min(method.leading, values.length - 1)]!
    // A direction without any variance must not be blown up.
    const gains = values.map((value) => (value > floor && floor > 0 ? Math.sqrt(floor / value) : 1))
    return { mean, projection: symmetric(directions, gains) }
  }
  const { residuals, freedom } = withinClass(centred, subjects)
  const { values, directions } = principal(covariance(residuals, freedom))
  const average = values.reduce((sum, value) => sum + value, 0) / values.length
  const gains = values.map(
    (value) => ((1 - method.shrinkage) * value + method.shrinkage * average) ** (-method.power / 2),
  )
  return { mean, projection: symmetric(directions, gains) }
}

/** The embedder's own formula: `normalise(projection * (x - mean))`. */
export function applyProjection(
  { mean, projection }: EmbeddingTransform,
  vector: Float32Array,
): Float32Array {
  const centred = mean ? vector.map((value, i) => value - mean[i]!) : vector
  const result = new Float32Array(projection?.rows ?? centred.length)
  if (projection) {
    for (let row = 0; row < projection.rows; row++) {
      let sum = 0
      const start = row * centred.length
      for (let i = 0; i < centred.length; i++) sum += projection.matrix[start + i]! * centred[i]!
      result[row] = sum
    }
  } else result.set(centred)
  const length = Math.hypot(...result)
  return length > 0 ? result.map((value) => value / length) : result
}

function meanOf(vectors: readonly Float32Array[]): Float32Array {
  const mean = new Float64Array(vectors[0]?.length ?? 0)
  for (const vector of vectors) {
    for (let i = 0; i < mean.length; i++) mean[i]! += vector[i]! / vectors.length
  }
  return Float32Array.from(mean)
}

function covariance(rows: readonly Float32Array[], freedom: number): Matrix {
  const size = rows[0]?.length ?? 0
  const sums = new Float64Array(size * size)
  for (const row of rows) {
    for (let i = 0; i < size; i++) {
      const value = row[i]! / freedom
      for (let j = i; j < size; j++) sums[i * size + j]! += value * row[j]!
    }
  }
  const matrix = new Matrix(size, size)
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      matrix.set(i, j, sums[i * size + j]!)
      matrix.set(j, i, sums[i * size + j]!)
    }
  }
  return matrix
}

/** Eigenvalues, the largest first, none below 0; `directions` has one column each. */
function principal(matrix: Matrix): { readonly values: readonly number[]; readonly directions: Matrix } {
  const decomposition = new EigenvalueDecomposition(matrix, { assumeSymmetric: true })
  const { realEigenvalues } = decomposition
  const order = realEigenvalues.map((_, i) => i).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!)
  return {
    values: order.map((i) => Math.max(0, realEigenvalues[i]!)),
    directions: decomposition.eigenvectorMatrix.subMatrixColumn(order),
  }
}

/** `directions * gains * directions^T`: the same space, stretched along the directions. */
function symmetric(directions: Matrix, gains: readonly number[]): { rows: number; matrix: Float32Array } {
  const scaled = directions.clone()
  for (let column = 0; column < gains.length; column++) scaled.mulColumn(column, gains[column]!)
  const product = scaled.mmul(directions.transpose())
  return { rows: product.rows, matrix: Float32Array.from(product.to1DArray()) }
}

function withinClass(centred: readonly Float32Array[], subjects: readonly number[]) {
  const people = new Map<number, number[]>()
  subjects.forEach((subject, i) => {
    people.set(subject, [...(people.get(subject) ?? []), i])
  })
  const several = [...people.values()].filter((images) => images.length > 1)
  const residuals = several.flatMap((images) => {
    const mean = meanOf(images.map((i) => centred[i]!))
    return images.map((i) => centred[i]!.map((value, k) => value - mean[k]!))
  })
  const freedom = residuals.length - several.length
  if (freedom < 2) {
    throw new EvaluationError('How pictures of one person vary shows only in people with several pictures.', {
      code: 'sample-too-small',
    })
  }
  return { residuals, freedom }
}
