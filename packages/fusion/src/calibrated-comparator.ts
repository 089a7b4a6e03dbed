import { type Comparator, EmbeddingMismatchError, SPECIFICATION_VERSION } from '@faceward/spec'
import { calibrateCosine } from './calibrate-cosine.js'

/** How far the squared length of a float32 unit vector may be from 1. */
const LENGTH_TOLERANCE = 1e-3

/**
 * Compares two embeddings of the same model: their cosine, on the calibrated scale.
 * With a reference of several embeddings it is the mean of the cosines with each of them: a normalised mean alone
 * would be nearer to everybody than they are. Symmetric in two single embeddings. Throws EmbeddingMismatchError `model-id` or `dimension` for embeddings of
 * different models or lengths (rule 6), `not-normalised` when a vector is not of length 1 (also when it
 * holds NaN).
 */
export function createCalibratedComparator(): Comparator {
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: 'calibrated-cosine',
    compare(probe, reference, calibration) {
      if (probe.modelId !== reference.modelId) {
        throw new EmbeddingMismatchError(
          `An embedding of ${probe.modelId} cannot be compared with a template of ${reference.modelId}: enrol anew.`,
          { code: 'model-id' },
        )
      }
      const { meanLength = 1 } = reference
      return calibrateCosine(calibration, meanLength * unitDot(probe.vector, reference.vector))
    },
  }
}

/** The dot product of two vectors that are proven to be of one length each. */
function unitDot(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length || a.length === 0) {
    throw new EmbeddingMismatchError('The two embeddings have different dimensions.', { code: 'dimension' })
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
  // Written so that NaN fails.
  if (!(Math.abs(squaredA - 1) <= LENGTH_TOLERANCE && Math.abs(squaredB - 1) <= LENGTH_TOLERANCE)) {
    throw new EmbeddingMismatchError('An embedding is not L2-normalised.', { code: 'not-normalised' })
  }
  return dot / Math.sqrt(squaredA * squaredB)
}
