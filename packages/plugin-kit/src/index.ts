export { fromBase64, toBase64, toBase64Url } from './bytes/base64.js'
export { concatBytes } from './bytes/concat-bytes.js'
export { toHex } from './bytes/to-hex.js'
export { type Deadline, withDeadline } from './calls/deadline.js'
export { createLifetime, type Lifetime } from './calls/lifetime.js'
export { readLimited } from './calls/read-limited.js'
export { createTurns, type Turns } from './calls/turns.js'
export { copyOfError, type ErrorCopy, errorOfCopy } from './errors/error-copy.js'
export { assertFeeds } from './inference/assert-feeds.js'
export { modelName } from './models/model-name.js'
export {
  assertKnownOptions,
  invalidOption,
  type OptionIssue,
  outsideRange,
  outsideWholeRange,
  refuseIssues,
  unknownKeys,
} from './options/option-checks.js'
export { decodeListCursor, encodeListCursor, type ListPosition, listLimit } from './stores/list-cursor.js'
export { type Listing, pageOf, readListing } from './stores/listing.js'
export { assertRecordChanges, inLockingOrder } from './stores/record-changes.js'
export { frameRecord, unframeRecord } from './stores/record-frame.js'
export { assertCollection, assertRecordKey, assertRecordName } from './stores/record-key.js'
export { revisionConflict } from './stores/revision-conflict.js'
export { recordOfSqlRow, type SqlRecordPut, type SqlRecordRow } from './stores/sql-record.js'
export {
  driverCode,
  findStoreFailure,
  type StoreFailure,
  type StoreFailureTable,
  storageErrorOf,
} from './stores/store-failure.js'
export { createStoreProbe, PROBE_BYTES, type StoreProbe } from './stores/store-probe.js'
export { type CosineTerms, cosineTerms } from './vectors/cosine-terms.js'
