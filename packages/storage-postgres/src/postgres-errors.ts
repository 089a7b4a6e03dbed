import {
  driverCode,
  findStoreFailure,
  type StoreFailure,
  type StoreFailureTable,
  storageErrorOf,
} from '@faceward/plugin-kit'
import type { FacewardError } from '@faceward/spec'

const DENIED: StoreFailure = { code: 'permission-denied', message: 'The database refuses this user.' }
const READ_ONLY: StoreFailure = {
  code: 'permission-denied',
  message: 'The database is read-only: is this a standby, or is its disk full?',
}
const CORRUPT: StoreFailure = {
  code: 'corrupt-store',
  message: 'The database is damaged; restore it from a backup.',
}
const FULL: StoreFailure = {
  code: 'full',
  message: 'The database has no room for the record; free some space on its disk.',
}
const AWAY: StoreFailure = {
  code: 'unavailable',
  message: 'The database cannot be reached or is too busy; retry later.',
  retryable: true,
}
const FAILED: StoreFailure = { code: 'unavailable', message: 'The database cannot do what is asked of it.' }

/** SQLSTATE (PostgreSQL 15, appendix A) and the operating system's codes, by what they begin with. */
const MEANINGS: StoreFailureTable = [
  ['53100', FULL],
  ['ENOSPC', FULL],
  ['28', DENIED],
  ['42501', DENIED],
  ['25006', READ_ONLY],
  ['XX001', CORRUPT],
  ['XX002', CORRUPT],
  ['08', AWAY],
  ['40', AWAY],
  ['53', AWAY],
  ['55P03', AWAY],
  ['57', AWAY],
  ['ECONN', AWAY],
  ['ENOENT', AWAY],
  ['ENOTFOUND', AWAY],
  ['EAI_AGAIN', AWAY],
  ['ETIMEDOUT', AWAY],
  ['EPIPE', AWAY],
  ['EHOSTUNREACH', AWAY],
]

/**
 * The failure as a StorageError. PostgreSQL's own text is left out: it quotes values. The cause keeps the
 * code alone.
 */
export function toStorageError(failure: unknown): FacewardError {
  const sqlState = driverCode(failure)
  const cause = new Error(sqlState === '' ? 'the driver gave no code' : `the database answered ${sqlState}`)
  return storageErrorOf(failure, meaningOf(failure, sqlState), cause)
}

function meaningOf(failure: unknown, code: string): StoreFailure {
  const known = findStoreFailure(MEANINGS, code)
  if (known) return known
  // The driver's own errors have no code: a connection that ended, or none within the time.
  return code === '' && /connect|timeout/i.test(String((failure as Error | null)?.message)) ? AWAY : FAILED
}
