import { ModelLoadError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { FlatbufferTable } from './flatbuffer-table.js'

const VTABLE = 4
const TABLE = 12
const LIST = 20

/** A root table whose field 0 is the list [7, -8, 9], and no other field. */
function file(): DataView {
  const view = new DataView(new ArrayBuffer(36))
  view.setUint32(0, TABLE, true)
  view.setUint16(VTABLE, 6, true)
  view.setUint16(VTABLE + 2, 8, true)
  view.setUint16(VTABLE + 4, 4, true)
  view.setInt32(TABLE, TABLE - VTABLE, true)
  view.setUint32(TABLE + 4, LIST - (TABLE + 4), true)
  view.setUint32(LIST, 3, true)
  for (const [i, value] of [7, -8, 9].entries()) view.setInt32(LIST + 4 + 4 * i, value, true)
  return view
}

function codeOf(read: () => unknown): string | undefined {
  try {
    read()
    return undefined
  } catch (failure) {
    if (ModelLoadError.isInstance(failure)) return failure.code
    throw failure
  }
}

describe('FlatbufferTable', () => {
  it('reads what is there, and gives defaults for what is not', () => {
    const table = FlatbufferTable.root(file())
    expect(table.integers(0, 3)).toEqual([7, -8, 9])
    expect(table.integers(1, 3)).toEqual([])
    expect(table.scalar(1, 'int', 5)).toBe(5)
    expect(table.table(1)).toBeUndefined()
    expect(table.text(1, 9)).toBe('')
  })

  it('refuses a list longer than asked for, before it is read', () => {
    expect(codeOf(() => FlatbufferTable.root(file()).integers(0, 2))).toBe('malformed-model')
  })

  it.each([
    ['the root', 0, 33],
    ['the table of fields', TABLE, -40],
    ['a field', TABLE + 4, 100],
    ['the length of a list', LIST, 4],
  ])('refuses %s that points outside the file', (_, place, value) => {
    const view = file()
    view.setInt32(place, value, true)
    expect(codeOf(() => FlatbufferTable.root(view).integers(0, 9))).toBe('malformed-model')
  })
})
