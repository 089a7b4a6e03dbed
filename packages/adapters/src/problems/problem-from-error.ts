import {
  DisposedError,
  FacewardError,
  ImageDecodeError,
  InvalidRequestError,
  StorageError,
} from '@faceward/spec'
import { Problem } from './problem.js'

/** The store cannot work until an operator has looked at it; no request is at fault, and another server may do. */
const STORE_IS_OUT: readonly string[] = ['unavailable', 'full', 'permission-denied', 'corrupt-store']

/** What a failure becomes for the client. Only messages this project wrote for clients are shown. */
export function problemFromError(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (InvalidRequestError.isInstance(error)) {
    return new Problem('invalid-request', { detail: error.message, cause: error })
  }
  if (ImageDecodeError.isInstance(error)) {
    return new Problem('invalid-image', { detail: error.message, cause: error })
  }
  if (isTimeout(error)) return new Problem('timed-out', { cause: error })
  if (isAbort(error)) return new Problem('client-closed-request', { cause: error })
  if (StorageError.isInstance(error) && STORE_IS_OUT.includes(error.code)) {
    return new Problem('unavailable', { retryAfterSeconds: 5, cause: error })
  }
  if (DisposedError.isInstance(error)) {
    return new Problem('unavailable', { retryAfterSeconds: 5, cause: error })
  }
  if (FacewardError.isInstance(error) && error.retryable) {
    return new Problem('unavailable', { retryAfterSeconds: 1, cause: error })
  }
  return new Problem('internal-error', { cause: error })
}

const nameOf = (error: unknown) => (error as { readonly name?: unknown } | null | undefined)?.name
const isTimeout = (error: unknown) => nameOf(error) === 'TimeoutError'
const isAbort = (error: unknown) => nameOf(error) === 'AbortError'
