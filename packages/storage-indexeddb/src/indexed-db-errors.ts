import { type StoreFailure, storageErrorOf } from '@faceward/plugin-kit'
import type { FacewardError } from '@faceward/spec'

const NOT_ALLOWED: StoreFailure = {
  code: 'permission-denied',
  message: 'The browser does not let this site store anything.',
}
const FAILED: StoreFailure = { code: 'unavailable', message: 'The database cannot be used.' }

/** What the names of DOMExceptions mean here (Indexed Database API 3.0, 3.2). */
const MEANINGS: Readonly<Record<string, StoreFailure>> = {
  QuotaExceededError: { code: 'full', message: 'The browser grants this site no more room.' },
  SecurityError: NOT_ALLOWED,
  NotAllowedError: NOT_ALLOWED,
  NotReadableError: {
    code: 'corrupt-store',
    message: 'The browser cannot read its own database; clear the site’s data.',
  },
  VersionError: {
    code: 'unavailable',
    message: 'The database was made by a newer release; reload the page.',
  },
  AbortError: {
    code: 'unavailable',
    message: 'The browser ended the transaction; retry.',
    retryable: true,
  },
  InvalidStateError: {
    code: 'unavailable',
    message: 'The browser closed the database; open the store again.',
  },
}

/** The failure as a StorageError; the DOMException stays in `cause`. */
export function toStorageError(failure: unknown): FacewardError {
  const name = String((failure as { name?: unknown } | null)?.name ?? '')
  return storageErrorOf(failure, MEANINGS[name] ?? FAILED)
}
