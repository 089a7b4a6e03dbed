import type { Collection, ListOptions, RecordPage, StoredRecord } from '@faceward/spec'
import { decodeListCursor, encodeListCursor, type ListPosition, listLimit } from './list-cursor.js'
import { assertCollection, assertRecordName } from './record-key.js'

/** What a listing asks of a store, checked. */
export interface Listing {
  readonly collection: Collection
  readonly tenantId: string
  readonly subject: string | undefined
  /** Where the last page ended. */
  readonly after: ListPosition | undefined
  /** How many records a page holds. One more is looked for, to know whether there is a next page. */
  readonly size: number
}

/** @throws StorageError `invalid-key` for a collection, a name, a cursor or a limit that no store takes. */
export function readListing({ collection, tenantId, subject, cursor, limit }: ListOptions): Listing {
  assertCollection(collection)
  assertRecordName('tenantId', tenantId)
  if (subject !== undefined) assertRecordName('subject', subject)
  const size = listLimit(limit)
  const after = cursor === undefined ? undefined : decodeListCursor(cursor)
  return { collection, tenantId, subject, after, size }
}

/** The page of the records found in order, of which there may be more than `size`. */
export function pageOf(found: readonly StoredRecord[], size: number): RecordPage {
  const records = found.slice(0, size)
  const last = records.at(-1)
  return found.length > size && last !== undefined
    ? { records, nextCursor: encodeListCursor(last.key) }
    : { records }
}
