import { EmbeddingMismatchError } from '@faceward/spec'

/**
 * The cosine of the angle between two vectors, -1..1. A raw cosine is not a score: only a model's
 * calibration gives it an error rate (rule 1).
 * @throws EmbeddingMismatchError `dimension` for different or zero lengths, `not-normalised` for a vector
 * without direction (all zero, or not finite).
 */
export function cosineSimilarity(a: Float32Array, b: Float32Array): number {
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
  const scale = Math.sqrt(squaredA * squaredB)
  if (!(scale > 0 && scale < Number.POSITIVE_INFINITY)) {
    throw new EmbeddingMismatchError('A vector is all zero or not finite.', { code: 'not-normalised' })
  }
  return Math.max(-1, Math.min(1, dot / scale))
}
