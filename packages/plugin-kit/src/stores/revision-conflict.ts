import { StorageError } from '@faceward/spec'

/** What a store throws when the stored revision is another than expected. It names no record. */
export function revisionConflict(): StorageError {
  return new StorageError('The record was changed meanwhile; read it again and retry.', {
    code: 'conflict',
    retryable: true,
  })
}
