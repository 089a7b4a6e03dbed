import { describe, expect, it } from 'vitest'
import { recordOfSqlRow, type SqlRecordRow } from './sql-record.js'

const ROW: SqlRecordRow<number> = {
  collection: 'templates',
  tenant: 'acme',
  subject: 'ada',
  id: 'rgb',
  revision: 3,
  bytes: Uint8Array.of(1, 2),
  created_at: 10,
  updated_at: 20,
  expires_at: null,
}

describe('recordOfSqlRow', () => {
  it('is the record, whether the driver gives numbers or text', () => {
    const record = {
      key: { collection: 'templates', tenantId: 'acme', subject: 'ada', id: 'rgb' },
      revision: 3,
      bytes: Uint8Array.of(1, 2),
      createdAtMs: 10,
      updatedAtMs: 20,
    }
    expect(recordOfSqlRow(ROW)).toEqual(record)
    const asText = { ...ROW, revision: '3', created_at: '10', updated_at: '20', expires_at: '30' }
    expect(recordOfSqlRow(asText)).toEqual({ ...record, expiresAtMs: 30 })
  })

  it('has bytes of its own, and plain ones', () => {
    const row = { ...ROW, bytes: Buffer.from([1, 2]) }
    const { bytes } = recordOfSqlRow(row)
    row.bytes.fill(0)
    expect(bytes).toEqual(Uint8Array.of(1, 2))
    expect(bytes).not.toBeInstanceOf(Buffer)
  })
})
