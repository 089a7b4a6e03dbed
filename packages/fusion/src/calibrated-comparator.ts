import { cosineTerms } from '@faceward/plugin-kit'
import { type Comparator, EmbeddingMismatchError, SPECIFICATION_VERSION } from '@faceward/spec'
import { calibrateCosine } from './calibrate-cosine.js'

/** How far the squared length of a float32 unit vector may be from 1. */
const LENGTH_TOLERANCE = 1e-3

/**
 * What the mean of frames of one session has, measured 0.9945: they differ by noise, which a single photograph of the
 * calibration has as well, and whose loss brings strangers no nearer. See docs/evaluation/transactions.md.
 */
const SESSION_MEAN_LENGTH = 0.99

/**
 * Compares two embeddings of the same model: their cosine, on the calibrated scale.
 * With a reference of several embeddings it is the mean of the cosines with each of them, but for what frames of one
 * session lose by noise: a normalised mean alone would be nearer to everybody than they are. Symmetric in two single embeddings. Throws EmbeddingMismatchError `model-id` or `dimension` for embeddings of
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
      const shrunk = Math.min(1, meanLength / SESSION_MEAN_LENGTH)
      return calibrateCosine(calibration, shrunk * unitDot(probe.vector, reference.vector))
    },
  }
}

/** The dot product of two vectors that are proven to be of one length each. */
function unitDot(a: Float32Array, b: Float32Array): number {
  const { dot, squaredLengths } = cosineTerms(a, b)
  // Written so that NaN fails.
  if (!squaredLengths.every((squared) => Math.abs(squared - 1) <= LENGTH_TOLERANCE)) {
    throw new EmbeddingMismatchError('An embedding is not L2-normalised.', { code: 'not-normalised' })
  }
  return dot / Math.sqrt(squaredLengths[0] * squaredLengths[1])
}
