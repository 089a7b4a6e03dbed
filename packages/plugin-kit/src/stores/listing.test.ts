import { StorageError, type StoredRecord } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { pageOf, readListing } from './listing.js'

const record = (id: string): StoredRecord => ({
  key: { collection: 'templates', tenantId: 'acme', subject: 'ada', id },
  revision: 1,
  bytes: new Uint8Array(),
  createdAtMs: 0,
  updatedAtMs: 0,
})
const asked = { collection: 'templates', tenantId: 'acme' } as const

describe('a listing', () => {
  it('has a page size and goes on where the last page ended', () => {
    expect(readListing(asked)).toEqual({ ...asked, subject: undefined, after: undefined, size: 100 })
    const { nextCursor } = pageOf([record('a'), record('b'), record('c')], 2)
    expect(readListing({ ...asked, subject: 'ada', limit: 2, cursor: nextCursor! })).toEqual({
      ...asked,
      subject: 'ada',
      after: { subject: 'ada', id: 'b' },
      size: 2,
    })
  })

  it('holds at most its size, and names a next page only when there is one', () => {
    const all = [record('a'), record('b')]
    expect(pageOf(all, 1).records).toEqual([record('a')])
    expect(pageOf(all, 2)).toEqual({ records: all })
    expect(pageOf([], 2)).toEqual({ records: [] })
  })

  it.each([
    ['a tenant without a name', { tenantId: '' }],
    ['a subject without a name', { subject: '' }],
    ['a collection there is not', { collection: 'secrets' as 'templates' }],
    ['a page of nothing', { limit: 0 }],
    ['a cursor somebody made up', { cursor: 'a/b/c' }],
  ])('refuses %s', (_, wrong) => {
    expect(() => readListing({ ...asked, ...wrong })).toThrow(StorageError)
  })
})
