import { StorageError } from '@faceward/spec'

/** Where a listing goes on: after this subject and id. */
export interface ListPosition {
  readonly subject: string
  readonly id: string
}

/** A page's `nextCursor`. It names a position, not a row, so it outlives the record it was made from. */
export function encodeListCursor(position: ListPosition): string {
  return `${encodeURIComponent(position.subject)}/${encodeURIComponent(position.id)}`
}

/** @throws StorageError `invalid-key` when the text was not made by `encodeListCursor`. */
export function decodeListCursor(cursor: string): ListPosition {
  const [subject, id, ...more] = cursor.split('/')
  try {
    if (subject && id && more.length === 0) {
      return { subject: decodeURIComponent(subject), id: decodeURIComponent(id) }
    }
  } catch {
    // Falls through: a broken escape is as wrong as a missing part.
  }
  throw new StorageError('The cursor was not made by this store.', { code: 'invalid-key' })
}

/**
 * The page size of a listing: 100 when not given.
 *
 * @throws StorageError `invalid-key` unless it is a whole number from 1 to 1,000.
 */
export function listLimit(limit: number | undefined): number {
  const size = limit ?? 100
  if (!Number.isInteger(size) || size < 1 || size > 1000) {
    throw new StorageError('A page holds 1 to 1,000 records.', { code: 'invalid-key' })
  }
  return size
}
