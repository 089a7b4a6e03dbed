import { expect, it } from 'vitest'
import { toStorageError } from './sqlite-errors.js'

const TABLE = [
  ['SQLITE_FULL', 'full', false],
  ['ENOSPC', 'full', false],
  ['SQLITE_READONLY', 'permission-denied', false],
  ['SQLITE_READONLY_DBMOVED', 'unavailable', false],
  ['EROFS', 'permission-denied', false],
  ['SQLITE_IOERR_WRITE', 'unavailable', false],
  ['SQLITE_IOERR_SHMSIZE', 'unavailable', false],
  ['SQLITE_CANTOPEN', 'unavailable', false],
  ['SQLITE_CORRUPT_VTAB', 'corrupt-store', false],
  ['SQLITE_NOTADB', 'corrupt-store', false],
  ['SQLITE_BUSY_SNAPSHOT', 'unavailable', true],
  ['anything else', 'unavailable', false],
] as const

it('gives each of SQLite’s failures a code and words that tell what to do, and nothing of a record', () => {
  for (const [sqlite, code, retryable] of TABLE) {
    const error = toStorageError(Object.assign(new Error('RECORD'), { code: sqlite }))
    expect([sqlite, error.name, error.code, error.retryable]).toEqual([
      sqlite,
      'StorageError',
      code,
      retryable,
    ])
    expect(error.message).not.toContain('RECORD')
  }
  const messages = TABLE.map(([sqlite]) => toStorageError({ code: sqlite }).message)
  expect(messages[5]).toMatch(/disk/)
})
