import { FacewardError } from '@faceward/spec'

/** Why a sample could not be evaluated. */
export type EvaluationErrorCode =
  | 'sample-too-small'
  | 'one-subject-only'
  | 'labels-missing'
  | 'malformed-dataset'
  | 'invalid-argument'
  | 'not-separable'

/** A data set, or a question asked of it, that cannot give an honest figure. The message says what would. */
export class EvaluationError extends FacewardError {
  override readonly name = 'EvaluationError'
  constructor(message: string, details: { readonly code: EvaluationErrorCode; readonly cause?: unknown }) {
    super(message, { ...details, stage: 'evaluation' })
  }
}
