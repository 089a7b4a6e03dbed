import { DisposedError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { driverCode, findStoreFailure, type StoreFailure, storageErrorOf } from './store-failure.js'

const MOVED: StoreFailure = { code: 'unavailable', message: 'The file was moved.', retryable: true }
const DENIED: StoreFailure = { code: 'permission-denied', message: 'Not allowed.' }
const TABLE = [
  ['READONLY_MOVED', MOVED],
  ['READONLY', DENIED],
] as const

describe('a driver’s failure', () => {
  it('means what its code begins with, the first entry that fits', () => {
    expect(findStoreFailure(TABLE, 'READONLY_MOVED')).toBe(MOVED)
    expect(findStoreFailure(TABLE, 'READONLY_ROLLBACK')).toBe(DENIED)
    expect(findStoreFailure(TABLE, 'BUSY')).toBeUndefined()
  })

  it('may have no code', () => {
    expect(driverCode(Object.assign(new Error('x'), { code: 'BUSY' }))).toBe('BUSY')
    for (const nothing of [new Error('x'), null, undefined, 'text']) expect(driverCode(nothing)).toBe('')
  })

  it('becomes a StorageError of that meaning, with the failure as its cause or another in its place', () => {
    const failure = new Error('INSERT (secret)')
    expect(storageErrorOf(failure, MOVED)).toMatchObject({ name: 'StorageError', ...MOVED, cause: failure })
    const cause = new Error('the database answered 42501')
    expect(storageErrorOf(failure, DENIED, cause)).toMatchObject({ ...DENIED, retryable: false, cause })
  })

  it('stays what it is when it is this project’s own', () => {
    const own = new DisposedError('The store')
    expect(storageErrorOf(own, MOVED)).toBe(own)
  })
})
