import type { RecordChange, RecordKey } from '@faceward/spec'
import { StorageError } from '@faceward/spec'
import { assertRecordKey } from './record-key.js'

/**
 * Refuses changes that no store could make in one step: every store calls this first in `write`.
 *
 * @throws StorageError `invalid-key`; the message names no id.
 */
export function assertRecordChanges(changes: readonly RecordChange[]): void {
  for (const { key } of changes) assertRecordKey(key)
  const keys = changes.map(({ key }) => key)
  const tenants = new Set(keys.map(({ tenantId }) => tenantId))
  if (tenants.size > 1) throw refused('are of one tenant')
  if (new Set(keys.map(({ collection }) => collection === 'keys')).size > 1) {
    throw refused("are all of the collection 'keys', or none is")
  }
  if (new Set(keys.map(addressOf)).size < keys.length) throw refused('name no key twice')
}

/**
 * Changes in one order for everybody, so that two writes that lock records as they go never wait for each other.
 */
export function inLockingOrder(changes: readonly RecordChange[]): readonly RecordChange[] {
  const addressed = changes.map((change) => ({ change, address: addressOf(change.key) }))
  return addressed.sort((a, b) => (a.address < b.address ? -1 : 1)).map(({ change }) => change)
}

function addressOf({ collection, tenantId, subject, id }: RecordKey): string {
  return JSON.stringify([collection, tenantId, subject, id])
}

function refused(what: string): StorageError {
  return new StorageError(`The changes of one write ${what}.`, { code: 'invalid-key' })
}
