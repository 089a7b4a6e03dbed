import type { Collection, RecordKey } from '@faceward/spec'
import { COLLECTIONS, StorageError } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeListCursor, encodeListCursor, listLimit } from './list-cursor.js'
import { assertRecordKey } from './record-key.js'

const key: RecordKey = { collection: 'templates', tenantId: 't', subject: 's', id: 'i' }

describe('assertRecordKey', () => {
  it('takes every collection and any well-formed text', () => {
    for (const collection of COLLECTIONS) assertRecordKey({ ...key, collection })
    assertRecordKey({ ...key, subject: 'x'.repeat(255), id: '🙂/%_\u{10ffff}\n' })
  })

  it.each(['', 'x'.repeat(256), 'a\0b', '\ud83d'])('refuses the name %j and does not repeat it', (name) => {
    for (const member of ['tenantId', 'subject', 'id'] as const) {
      const refused = capture(() => assertRecordKey({ ...key, [member]: name }))
      expect(refused.code).toBe('invalid-key')
      expect(refused.message).toContain(member)
      if (name.length > 0) expect(refused.message).not.toContain(name)
    }
  })

  it('refuses an unknown collection', () => {
    expect(capture(() => assertRecordKey({ ...key, collection: 'faces' as Collection })).code).toBe(
      'invalid-key',
    )
  })
})

describe('list cursors', () => {
  it('come back as they went, whatever the ids', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(text, text, (subject, id) => {
        expect(decodeListCursor(encodeListCursor({ subject, id }))).toEqual({ subject, id })
      }),
    )
  })

  it.each(['', 'a', 'a/b/c', '/b', 'a/', '%/b', '%ff/b'])('refuses %j', (cursor) => {
    expect(capture(() => decodeListCursor(cursor)).code).toBe('invalid-key')
  })
})

describe('listLimit', () => {
  it('is 100 unless said, and refuses what is no page', () => {
    expect([listLimit(undefined), listLimit(1), listLimit(1000)]).toEqual([100, 1, 1000])
    for (const limit of [0, -1, 1.5, Number.NaN, 1001]) {
      expect(capture(() => listLimit(limit)).code).toBe('invalid-key')
    }
  })
})

function capture(action: () => unknown): StorageError {
  try {
    action()
  } catch (error) {
    if (error instanceof StorageError) return error
  }
  throw new Error('no StorageError was thrown')
}
