import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { StorageError } from '@faceward/spec'

const OWNER_ONLY = 0o600

/**
 * Makes the file, empty, when there is none, and takes it from everybody but its owner; SQLite gives its
 * write-ahead log the same rights.
 *
 * A file that exists is never opened here: closing it would drop the locks that another connection of this
 * process holds (POSIX advisory locks belong to the process), and with them its write-ahead log.
 *
 * @throws what the file system throws, with its code.
 */
export function prepareDatabaseFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  if (createFile(path)) syncFile(path)
  else if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, OWNER_ONLY)
}

/** Makes an empty file for a backup. @throws StorageError `conflict` when there is one. */
export function createBackupFile(path: string): void {
  if (createFile(path)) return
  throw new StorageError('There is a file of that name; a backup never overwrites one.', { code: 'conflict' })
}

/** Waits until the file and its name are on the disk. No connection may have it open. */
export function syncFile(path: string): void {
  sync(path, constants.O_RDWR)
  // A new name is durable only once its folder is. Windows has no such call, and needs none.
  if (process.platform !== 'win32') sync(dirname(path), constants.O_RDONLY)
}

/**
 * Why a database could not be opened: the driver does not say, so the file system is asked.
 *
 * @throws what it throws, with its code; nothing when it sees no reason.
 */
export function diagnose(path: string): void {
  accessSync(path, constants.R_OK | constants.W_OK)
  const probe = `${path}.${process.pid}.probe`
  closeSync(openSync(probe, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, OWNER_ONLY))
  rmSync(probe)
}

/** False when there is a file already. */
function createFile(path: string): boolean {
  try {
    closeSync(openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, OWNER_ONLY))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function sync(path: string, flags: number): void {
  const file = openSync(path, flags)
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
