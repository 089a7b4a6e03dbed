import { FacewardError, StorageError } from '@faceward/spec'

type StorageCode = ConstructorParameters<typeof StorageError>[1]['code']

/** What the names of DOMExceptions mean here (Indexed Database API 3.0, 3.2). */
const MEANINGS: Readonly<Record<string, readonly [StorageCode, string, retryable?: 'retryable']>> = {
  QuotaExceededError: ['full', 'The browser grants this site no more room.'],
  SecurityError: ['permission-denied', 'The browser does not let this site store anything.'],
  NotAllowedError: ['permission-denied', 'The browser does not let this site store anything.'],
  NotReadableError: ['corrupt-store', 'The browser cannot read its own database; clear the site’s data.'],
  VersionError: ['unavailable', 'The database was made by a newer release; reload the page.'],
  AbortError: ['unavailable', 'The browser ended the transaction; retry.', 'retryable'],
  InvalidStateError: ['unavailable', 'The browser closed the database; open the store again.'],
}

/** The failure as a StorageError; the DOMException stays in `cause`. */
export function toStorageError(failure: unknown): FacewardError {
  if (FacewardError.isInstance(failure)) return failure
  const name = String((failure as { name?: unknown } | null)?.name ?? '')
  const [code, message, retryable] = MEANINGS[name] ?? ['unavailable', 'The database cannot be used.']
  return new StorageError(message, { code, retryable: retryable !== undefined, cause: failure })
}
