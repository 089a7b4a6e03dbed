import { FacewardError, StorageError } from '@faceward/spec'

type StorageCode = ConstructorParameters<typeof StorageError>[1]['code']

interface Meaning {
  readonly code: StorageCode
  readonly message: string
  readonly retryable?: boolean
}

const FULL: Meaning = { code: 'full', message: 'There is no room for the record; free some space and retry.' }
const DENIED: Meaning = {
  code: 'permission-denied',
  message: 'The database file or its folder cannot be read or written by this user.',
}
const CORRUPT: Meaning = {
  code: 'corrupt-store',
  message: 'The file is no sound SQLite database; restore it from a backup.',
}
const BUSY: Meaning = {
  code: 'unavailable',
  message: 'Another process keeps the database locked; retry later.',
  retryable: true,
}
const DISK: Meaning = {
  code: 'unavailable',
  message: 'The disk does not do what the database asks of it; look at the disk and the system’s log.',
}
const MOVED: Meaning = {
  code: 'unavailable',
  message: 'The database file was removed or replaced while in use; put it back, or restart.',
}
const FAILED: Meaning = { code: 'unavailable', message: 'The database cannot be used.' }

/** SQLite's result codes and the operating system's, by what they begin with. */
const MEANINGS: readonly (readonly [prefix: string, meaning: Meaning])[] = [
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
export function toStorageError(failure: unknown): FacewardError {
  if (FacewardError.isInstance(failure)) return failure
  const { code, message, retryable = false } = meaningOf(failure)
  return new StorageError(message, { code, retryable, cause: failure })
}

/** True when another connection held the lock. */
export function isBusy(failure: unknown): boolean {
  return meaningOf(failure) === BUSY
}

/** True when SQLite does not say what is wrong, so that the file system is to be asked. */
export function saysLittle(failure: unknown): boolean {
  return [DISK, FAILED].includes(meaningOf(failure)) && !FacewardError.isInstance(failure)
}

function meaningOf(failure: unknown): Meaning {
  const code = String((failure as { code?: unknown } | null)?.code ?? '')
  return MEANINGS.find(([prefix]) => code.startsWith(prefix))?.[1] ?? FAILED
}
