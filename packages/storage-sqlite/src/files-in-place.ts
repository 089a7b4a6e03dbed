import { statSync } from 'node:fs'
import { StorageError } from '@faceward/spec'

/** The database, the log with its newest writes, and the index of that log with the locks of other processes. */
const SUFFIXES = ['', '-wal', '-shm'] as const

/** Notices that files were removed or replaced under an open connection, which writes on into nothing then. */
export interface FilesInPlace {
  /** @throws StorageError `unavailable` when a file at the path is no longer the one that was opened. */
  assert(): void
}

/**
 * Remembers which files are at the path of a database that was just opened. What holds a file open keeps its inode from
 * being given to another, so an equal number is the same file. A file overwritten in place is still the same: that is
 * not noticed here.
 */
export function rememberFiles(path: string): FilesInPlace {
  const names = SUFFIXES.map((suffix) => `${path}${suffix}`)
  const known = names.map(identityOf)
  return {
    assert() {
      for (const [index, name] of names.entries()) {
        // A log that was not there yet is made by whoever writes first.
        known[index] ??= identityOf(name)
        if (known[index] === identityOf(name)) continue
        throw new StorageError(
          'The database file, or the log beside it, was removed or replaced while in use: nothing is read or written any more. Put the files back, or restart to use what is there now.',
          { code: 'unavailable' },
        )
      }
    },
  }
}

function identityOf(name: string): string | undefined {
  const found = statSync(name, { bigint: true, throwIfNoEntry: false })
  return found && `${found.dev}:${found.ino}`
}
