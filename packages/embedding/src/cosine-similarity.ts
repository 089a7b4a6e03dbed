import { cosineTerms } from '@faceward/plugin-kit'
import { EmbeddingMismatchError } from '@faceward/spec'

/**
 * The cosine of the angle between two vectors, -1..1. A raw cosine is not a score: only a model's
 * calibration gives it an error rate (rule 1).
 * @throws EmbeddingMismatchError `dimension` for different or zero lengths, `not-normalised` for a vector
 * without direction (all zero, or not finite).
 */
export function cosineSimilarity(a: Float32Array, b: Float32Array): number {
  const { dot, squaredLengths } = cosineTerms(a, b)
  const scale = Math.sqrt(squaredLengths[0] * squaredLengths[1])
  if (!(scale > 0 && scale < Number.POSITIVE_INFINITY)) {
    throw new EmbeddingMismatchError('A vector is all zero or not finite.', { code: 'not-normalised' })
  }
  return Math.max(-1, Math.min(1, dot / scale))
}
