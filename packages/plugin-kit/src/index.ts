export { type Deadline, withDeadline } from './calls/deadline.js'
export { readLimited } from './calls/read-limited.js'
export { copyOfError, type ErrorCopy, errorOfCopy } from './errors/error-copy.js'
export { assertFeeds } from './inference/assert-feeds.js'
export {
  assertKnownOptions,
  type OptionIssue,
  outsideRange,
  refuseIssues,
  unknownKeys,
} from './options/option-checks.js'
export { decodeListCursor, encodeListCursor, type ListPosition, listLimit } from './stores/list-cursor.js'
export { assertRecordChanges, inLockingOrder } from './stores/record-changes.js'
export { frameRecord, unframeRecord } from './stores/record-frame.js'
export { assertCollection, assertRecordKey, assertRecordName } from './stores/record-key.js'
export { revisionConflict } from './stores/revision-conflict.js'
export { createStoreProbe, PROBE_BYTES, type StoreProbe } from './stores/store-probe.js'
