import {
  COLLECTIONS,
  type Collection,
  LONGEST_RECORD_NAME,
  type RecordKey,
  StorageError,
} from '@faceward/spec'

const LONE_SURROGATE = /\p{Surrogate}/u

/**
 * Refuses a key that some store could not keep apart from another: every store calls this first, so that a
 * key either works in all of them or in none. Tenant, subject and id are 1 to 255 characters of well-formed
 * text without NUL.
 *
 * @throws StorageError `invalid-key`; the message names the member, never its value.
 */
export function assertRecordKey(key: RecordKey): void {
  assertCollection(key.collection)
  assertRecordName('tenantId', key.tenantId)
  assertRecordName('subject', key.subject)
  assertRecordName('id', key.id)
}

/** @throws StorageError `invalid-key` when there is no such collection. */
export function assertCollection(collection: Collection): void {
  if (!COLLECTIONS.includes(collection)) {
    throw new StorageError(`There is no such collection; known are ${COLLECTIONS.join(', ')}.`, {
      code: 'invalid-key',
    })
  }
}

/** The rule of one member of a key, for calls that take only some. @throws StorageError `invalid-key`. */
export function assertRecordName(member: 'tenantId' | 'subject' | 'id', value: string): void {
  if (
    typeof value !== 'string' ||
    value.length === 0 ||
    value.length > LONGEST_RECORD_NAME ||
    value.includes('\0') ||
    LONE_SURROGATE.test(value)
  ) {
    throw new StorageError(
      `A record's ${member} must be 1 to ${LONGEST_RECORD_NAME} characters of well-formed text without NUL.`,
      { code: 'invalid-key' },
    )
  }
}
