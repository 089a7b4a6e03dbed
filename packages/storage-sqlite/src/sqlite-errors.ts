import {
  driverCode,
  findStoreFailure,
  type StoreFailure,
  type StoreFailureTable,
  storageErrorOf,
} from '@faceward/plugin-kit'
import { FacewardError } from '@faceward/spec'

const FULL: StoreFailure = {
  code: 'full',
  message: 'There is no room for the record; free some space and retry.',
}
const DENIED: StoreFailure = {
  code: 'permission-denied',
  message: 'The database file or its folder cannot be read or written by this user.',
}
const CORRUPT: StoreFailure = {
  code: 'corrupt-store',
  message: 'The file is no sound SQLite database; restore it from a backup.',
}
const BUSY: StoreFailure = {
  code: 'unavailable',
  message: 'Another process keeps the database locked; retry later.',
  retryable: true,
}
const DISK: StoreFailure = {
  code: 'unavailable',
  message: 'The disk does not do what the database asks of it; look at the disk and the system’s log.',
}
const MOVED: StoreFailure = {
  code: 'unavailable',
  message: 'The database file was removed or replaced while in use; put it back, or restart.',
}
const FAILED: StoreFailure = { code: 'unavailable', message: 'The database cannot be used.' }

/** SQLite's result codes and the operating system's, by what they begin with. */
const MEANINGS: StoreFailureTable = [
  ['SQLITE_BUSY', BUSY],
  ['SQLITE_LOCKED', BUSY],
  ['SQLITE_FULL', FULL],
  ['SQLITE_CORRUPT', CORRUPT],
  ['SQLITE_NOTADB', CORRUPT],
  ['SQLITE_READONLY_DBMOVED', MOVED],
  ['SQLITE_READONLY', DENIED],
  ['SQLITE_IOERR', DISK],
  ['SQLITE_CANTOPEN', DISK],
  ['EIO', DISK],
  ['SQLITE_PERM', DENIED],
  ['SQLITE_AUTH', DENIED],
  ['EACCES', DENIED],
  ['EPERM', DENIED],
  ['EROFS', DENIED],
  ['ENOSPC', FULL],
  ['EDQUOT', FULL],
]

/** The failure as a StorageError. What SQLite says stays in `cause`; it holds no record. */
export const toStorageError = (failure: unknown): FacewardError => storageErrorOf(failure, meaningOf(failure))

/** True when another connection held the lock. */
export function isBusy(failure: unknown): boolean {
  return meaningOf(failure) === BUSY
}

/** True when SQLite does not say what is wrong, so that the file system is to be asked. */
export function saysLittle(failure: unknown): boolean {
  return [DISK, FAILED].includes(meaningOf(failure)) && !FacewardError.isInstance(failure)
}

function meaningOf(failure: unknown): StoreFailure {
  return findStoreFailure(MEANINGS, driverCode(failure)) ?? FAILED
}
