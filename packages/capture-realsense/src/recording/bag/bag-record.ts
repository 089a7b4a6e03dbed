import { damaged } from '../recording-failure.js'

/** The records of a ROS bag (format 2.0) that hold what is wanted. */
export const OPCODE = { message: 2, header: 3, index: 4, chunk: 5, chunkInfo: 6, connection: 7 } as const

/** The header fields of a record: `name=value`, each with its length before it. */
export type BagFields = ReadonlyMap<string, Uint8Array>

const EQUALS = 0x3d
const TEXT = new TextDecoder()

/** @throws CaptureError `malformed-recording` */
export function bagFields(header: Uint8Array): BagFields {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength)
  const fields = new Map<string, Uint8Array>()
  for (let at = 0; at < header.length; ) {
    if (at + 4 > header.length) throw damaged('a record header is cut short')
    const length = view.getUint32(at, true)
    const field = header.subarray(at + 4, at + 4 + length)
    const equals = field.indexOf(EQUALS)
    if (field.length !== length || equals < 0) throw damaged('a record header is no list of fields')
    fields.set(TEXT.decode(field.subarray(0, equals)), field.subarray(equals + 1))
    at += 4 + length
  }
  return fields
}

export function uint32Field(fields: BagFields, name: string): number {
  const value = bytesOf(fields, name, 4)
  return new DataView(value.buffer, value.byteOffset).getUint32(0, true)
}

/** Seconds and nanoseconds as milliseconds. */
export function timeField(fields: BagFields, name: string): number {
  const value = bytesOf(fields, name, 8)
  const view = new DataView(value.buffer, value.byteOffset)
  return view.getUint32(0, true) * 1000 + view.getUint32(4, true) / 1e6
}

export function textField(fields: BagFields, name: string): string {
  const value = fields.get(name)
  if (value === undefined) throw damaged(`a record has no field '${name}'`)
  return TEXT.decode(value)
}

export function opcodeOf(fields: BagFields): number {
  return bytesOf(fields, 'op', 1)[0]!
}

function bytesOf(fields: BagFields, name: string, length: number): Uint8Array {
  const value = fields.get(name)
  if (value?.length !== length) throw damaged(`a record has no field '${name}' of ${length} bytes`)
  return value
}
