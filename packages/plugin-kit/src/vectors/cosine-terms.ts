import { EmbeddingMismatchError } from '@faceward/spec'

/** What the cosine of two vectors is made of. */
export interface CosineTerms {
  readonly dot: number
  readonly squaredLengths: readonly [number, number]
}

/**
 * The dot product and the squared lengths of two vectors, in doubles and in one pass. What lengths are allowed is for
 * the caller to say.
 *
 * @throws EmbeddingMismatchError `dimension` for different or zero lengths.
 */
export function cosineTerms(a: Float32Array, b: Float32Array): CosineTerms {
  if (a.length !== b.length || a.length === 0) {
    throw new EmbeddingMismatchError('The two vectors have different dimensions.', { code: 'dimension' })
  }
  let dot = 0
  let squaredA = 0
  let squaredB = 0
  for (let i = 0; i < a.length; i++) {
    const x = a[i]!
    const y = b[i]!
    dot += x * y
    squaredA += x * x
    squaredB += y * y
  }
  return { dot, squaredLengths: [squaredA, squaredB] }
}
