import { FacewardError } from './faceward-error.js'

interface Details<Code extends string> {
  readonly code: Code
  readonly retryable?: boolean
  readonly cause?: unknown
}

/** A setting is wrong, or parts do not fit together. `issues` name keys and expectations, never values. */
export class ConfigurationError extends FacewardError {
  static override readonly kind = 'ConfigurationError'
  override readonly name = 'ConfigurationError'
  readonly issues: readonly { readonly key: string; readonly message: string }[]

  constructor(
    message: string,
    details: Details<
      | 'invalid-options'
      | 'incompatible-composition'
      | 'weak-key'
      | 'missing-key'
      | 'unsupported-specification-version'
      | 'not-calibrated'
      | 'placeholder-model'
    > & {
      issues?: readonly { readonly key: string; readonly message: string }[]
    },
  ) {
    super(message, { ...details, stage: 'configuration' })
    this.issues = details.issues ?? []
  }
}

/** A camera or a recording cannot be used. */
export class CaptureError extends FacewardError {
  static override readonly kind = 'CaptureError'
  override readonly name = 'CaptureError'
  constructor(
    message: string,
    details: Details<
      | 'permission-denied'
      | 'device-unavailable'
      | 'device-busy'
      | 'device-lost'
      | 'library-missing'
      | 'stream-ended'
      | 'malformed-recording'
      | 'malformed-packet'
      | 'unsupported'
    >,
  ) {
    super(message, { ...details, stage: 'capture' })
  }
}

/** Bytes are not a picture, or a picture this project refuses to decode. */
export class ImageDecodeError extends FacewardError {
  static override readonly kind = 'ImageDecodeError'
  override readonly name = 'ImageDecodeError'
  constructor(
    message: string,
    details: Details<
      | 'empty'
      | 'unsupported-type'
      | 'too-large'
      | 'too-costly'
      | 'corrupt'
      | 'unsupported-color-space'
      | 'animated'
    >,
  ) {
    super(message, { ...details, stage: 'decode' })
  }
}

/** Pixels or geometry that no computation can use: a buffer of the wrong length, coinciding points. */
export class ImagingError extends FacewardError {
  static override readonly kind = 'ImagingError'
  override readonly name = 'ImagingError'
  constructor(message: string, details: Details<'invalid-image' | 'invalid-size' | 'degenerate-geometry'>) {
    super(message, { ...details, stage: 'preprocess' })
  }
}

/** A model cannot be found, trusted, converted or loaded. */
export class ModelLoadError extends FacewardError {
  static override readonly kind = 'ModelLoadError'
  override readonly name = 'ModelLoadError'
  constructor(
    message: string,
    details: Details<
      | 'not-found'
      | 'integrity-mismatch'
      | 'unsupported-operator'
      | 'malformed-model'
      | 'license-refused'
      | 'download-failed'
      | 'cache-failure'
      | 'invalid-manifest'
    >,
  ) {
    super(message, { ...details, stage: 'models' })
  }
}

/** A model was run wrongly or the backend failed. */
export class InferenceError extends FacewardError {
  static override readonly kind = 'InferenceError'
  override readonly name = 'InferenceError'
  constructor(message: string, details: Details<'invalid-tensor' | 'backend-failure'>) {
    super(message, { ...details, stage: 'inference' })
  }
}

/** Embeddings that must not be compared or aggregated. */
export class EmbeddingMismatchError extends FacewardError {
  static override readonly kind = 'EmbeddingMismatchError'
  override readonly name = 'EmbeddingMismatchError'
  constructor(
    message: string,
    details: Details<'model-id' | 'dimension' | 'not-normalised' | 'landmarks-missing' | 'empty'>,
  ) {
    super(message, { ...details, stage: 'embedding' })
  }
}

/** Scores that cannot be fused or calibrated. */
export class FusionError extends FacewardError {
  static override readonly kind = 'FusionError'
  override readonly name = 'FusionError'
  constructor(message: string, details: Details<'nothing-to-fuse' | 'score-out-of-range'>) {
    super(message, { ...details, stage: 'fusion' })
  }
}

/** A sealed record does not open. One code for every cause, so that it is no oracle. */
export class TemplateSecurityError extends FacewardError {
  static override readonly kind = 'TemplateSecurityError'
  override readonly name = 'TemplateSecurityError'
  constructor(
    message = 'The sealed record cannot be opened: wrong key, or changed since it was sealed.',
    cause?: unknown,
  ) {
    super(message, { code: 'cannot-open', stage: 'template', cause })
  }
}

/** A source of template keys (a KMS) is out of reach or refuses; it says nothing of any record. */
export class KeyProviderError extends FacewardError {
  static override readonly kind = 'KeyProviderError'
  override readonly name = 'KeyProviderError'
  constructor(message: string, details: Details<'unavailable' | 'permission-denied' | 'refused'>) {
    super(message, { ...details, stage: 'template' })
  }
}

/** The store failed. */
export class StorageError extends FacewardError {
  static override readonly kind = 'StorageError'
  override readonly name = 'StorageError'
  constructor(
    message: string,
    details: Details<
      'conflict' | 'unavailable' | 'corrupt-store' | 'full' | 'permission-denied' | 'invalid-key'
    >,
  ) {
    super(message, { ...details, stage: 'storage' })
  }
}

/** A request that no engine could answer: an empty subject id, no frames. The message names the field. */
export class InvalidRequestError extends FacewardError {
  static override readonly kind = 'InvalidRequestError'
  override readonly name = 'InvalidRequestError'
  constructor(message: string) {
    super(message, { code: 'invalid-request', stage: 'engine' })
  }
}

/** Something was used after it was closed. */
export class DisposedError extends FacewardError {
  static override readonly kind = 'DisposedError'
  override readonly name = 'DisposedError'
  constructor(what: string) {
    super(`${what} was used after it was closed.`, { code: 'disposed', stage: 'engine' })
  }
}
