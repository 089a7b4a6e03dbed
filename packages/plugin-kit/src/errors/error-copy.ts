import { ConfigurationError, ERROR_CLASSES, FacewardError, type Stage } from '@faceward/spec'

/** What an error was, as data that can be posted to another thread. Causes stay where they are. */
export interface ErrorCopy {
  readonly name: string
  readonly message: string
  /** Absent for errors that are none of this project's. */
  readonly code?: string
  readonly stage?: Stage
  readonly retryable?: boolean
  readonly issues?: readonly { readonly key: string; readonly message: string }[]
}

/** An error as data. */
export function copyOfError(error: unknown): ErrorCopy {
  if (!FacewardError.isInstance(error)) {
    const { name = 'Error', message = String(error) } = error instanceof Error ? error : {}
    return { name, message }
  }
  const { name, message, code, stage, retryable } = error
  const issues = ConfigurationError.isInstance(error) ? { issues: error.issues } : {}
  return { name, message, code, stage, retryable, ...issues }
}

/**
 * The error again, of the class it had: `instanceof` and `isInstance` hold as on the other side.
 *
 * @param cause where there is one that can be shown.
 */
export function errorOfCopy(copy: ErrorCopy, cause?: unknown): Error {
  const { name, message, code, stage, retryable = false, issues } = copy
  if (code === undefined || stage === undefined) {
    return Object.assign(new Error(message, cause === undefined ? undefined : { cause }), { name })
  }
  const error = new FacewardError(message, { code, stage, retryable, cause })
  const original = ERROR_CLASSES.find(({ kind }) => kind === name)
  if (original === undefined) return error
  Object.setPrototypeOf(error, original.prototype)
  return Object.assign(error, { name }, issues === undefined ? {} : { issues })
}
