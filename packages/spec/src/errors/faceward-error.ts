/** The pipeline stage an error comes from. */
export type Stage =
  | 'configuration'
  | 'capture'
  | 'decode'
  | 'models'
  | 'inference'
  | 'preprocess'
  | 'liveness'
  | 'embedding'
  | 'fusion'
  | 'template'
  | 'storage'
  | 'engine'
  | 'evaluation'

export interface ErrorDetails {
  readonly code: string
  readonly stage: Stage
  /** The same call may succeed later without anything being changed. */
  readonly retryable?: boolean
  readonly cause?: unknown
}

const MARKER = Symbol.for('@faceward/spec/error')

/**
 * Base of every error this project throws: broken machinery, never a person's problem. Recognised by a
 * registered symbol, so `isInstance` holds across duplicate copies of this package. Messages say what went
 * wrong and what to do; they never hold a pixel, a vector, a key or a record.
 */
export class FacewardError extends Error {
  /** The class's name, safe from minifiers; what `isInstance` compares. */
  static readonly kind: string = 'FacewardError'
  override readonly name: string = 'FacewardError'
  readonly code: string
  readonly stage: Stage
  readonly retryable: boolean

  constructor(message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = details.code
    this.stage = details.stage
    this.retryable = details.retryable ?? false
    Object.defineProperty(this, MARKER, { value: true })
  }

  /** True for errors of this class, also those made by another copy of this package; on the base class, for all. */
  static isInstance<Instance extends FacewardError>(
    this: { readonly kind: string; readonly prototype: Instance },
    value: unknown,
  ): value is Instance {
    if (typeof value !== 'object' || value === null || !(MARKER in value)) return false
    return this.kind === FacewardError.kind || (value as { name?: unknown }).name === this.kind
  }
}
