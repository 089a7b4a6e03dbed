import { EvaluationError } from '../evaluation-error.js'
import { type PickleObject, type PickleValue, readPickle } from './pickle-values.js'

/** An insightface verification set: pair i compares images 2i and 2i + 1. */
export interface InsightfaceBin {
  /** Encoded pictures (JPEG or PNG), as they stand in the file. */
  readonly images: readonly Uint8Array[]
  readonly mated: readonly boolean[]
}

const isObject = (value: PickleValue | undefined): value is PickleObject =>
  typeof value === 'object' && value !== null && 'callable' in value

/** Bytes, or what Python 3 writes for bytes in the old protocols: a call of `_codecs.encode(text, 'latin1')`. */
function plainBytes(value: PickleValue | undefined): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value
  if (!isObject(value) || !Array.isArray(value.args)) return undefined
  const [text, encoding] = value.args as readonly PickleValue[]
  if (typeof text !== 'string' || encoding !== 'latin1') return undefined
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

/** The bytes of one entry: plain bytes, or a one-dimensional numpy array of bytes. */
function imageBytes(value: PickleValue, index: number): Uint8Array {
  // numpy's state: (version, shape, dtype, fortran order, raw bytes)
  const state = isObject(value) && Array.isArray(value.state) ? value.state : undefined
  const bytes = plainBytes(state ? (state as readonly PickleValue[])[4] : value)
  if (bytes) return bytes
  throw new EvaluationError(`Entry ${index} of the .bin file is no encoded picture.`, {
    code: 'malformed-dataset',
  })
}

/** A bool of Python, or of numpy (a call of `scalar(dtype, bytes)`). */
function truth(value: PickleValue, index: number): boolean {
  if (typeof value === 'boolean') return value
  if (value === 0 || value === 1) return value === 1
  const args = isObject(value) && Array.isArray(value.args) ? (value.args as readonly PickleValue[]) : []
  const raw = plainBytes(args[1])
  if (raw?.length === 1) return raw[0] !== 0
  throw new EvaluationError(`Label ${index} of the .bin file is neither true nor false.`, {
    code: 'labels-missing',
  })
}

/**
 * Reads insightface's `lfw.bin`, `cfp_fp.bin`, `agedb_30.bin` and the like: a pickled pair of the encoded
 * pictures and the list of labels. Faces in such files are cut to 112 x 112 already.
 * @throws EvaluationError `malformed-dataset`, `labels-missing`
 */
export function readInsightfaceBin(bytes: Uint8Array): InsightfaceBin {
  const value = readPickle(bytes)
  const [images, labels] = Array.isArray(value) ? (value as readonly PickleValue[]) : []
  if (!Array.isArray(images) || !Array.isArray(labels)) {
    throw new EvaluationError('The .bin file does not hold pictures and labels.', {
      code: 'malformed-dataset',
    })
  }
  if (images.length !== 2 * labels.length || labels.length === 0) {
    throw new EvaluationError(
      `The .bin file holds ${images.length} pictures for ${labels.length} labels; expected two pictures a label.`,
      { code: 'labels-missing' },
    )
  }
  return { images: images.map(imageBytes), mated: labels.map(truth) }
}
