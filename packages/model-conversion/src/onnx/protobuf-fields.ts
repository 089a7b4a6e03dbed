import { malformed } from '../conversion-error.js'

/** One field of a protobuf message. */
export interface ProtobufField {
  readonly number: number
  readonly isVarint: boolean
  /** Of a varint, else 0. */
  readonly value: number
  /** Of a length-delimited field, else empty. A view, not a copy. */
  readonly content: Uint8Array
  /** The whole field as it stands in the message. */
  readonly raw: Uint8Array
}

const VARINT = 0
const LENGTH_DELIMITED = 2
/** Bytes of the wire types of 64 and 32 bits. */
const FIXED_LENGTHS: ReadonlyMap<number, number> = new Map([
  [1, 8],
  [5, 4],
])
const LONGEST_VARINT = 10
/** Bounds far above any face model, so that a hostile file is refused before memory is spent on it. */
const MOST_FIELDS = 40_000
const MOST_INTEGERS = 1024
const NOTHING = new Uint8Array(0)
const decoder = new TextDecoder()

export function textOf({ content }: ProtobufField): string {
  return decoder.decode(content)
}

/** A varint at a place, and where the next byte is. */
function varintAt(message: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let value = 0
  for (let length = 0, scale = 1; length < LONGEST_VARINT; length++, scale *= 128) {
    const byte = message[start + length]
    if (byte === undefined) throw malformed('the ONNX file ends in the middle')
    value += (byte % 128) * scale
    if (byte < 128) return { value, end: start + length + 1 }
  }
  throw malformed('the ONNX file holds an endless number')
}

/** The numbers of a repeated integer field, which may be written one by one or packed together. */
export function integersOf(fields: readonly ProtobufField[], number: number): readonly number[] {
  return fields.filter((field) => field.number === number).flatMap(unpacked)
}

function unpacked({ isVarint, value, content }: ProtobufField): readonly number[] {
  if (isVarint) return [value]
  const values: number[] = []
  for (let offset = 0; offset < content.length; ) {
    const next = varintAt(content, offset)
    values.push(next.value)
    offset = next.end
    if (values.length > MOST_INTEGERS) throw malformed('a list of the ONNX file has too many numbers')
  }
  return values
}

/** The fields of a message, in order. @throws ModelLoadError `malformed-model`. */
export function readFields(message: Uint8Array): readonly ProtobufField[] {
  const fields: ProtobufField[] = []
  for (let offset = 0; offset < message.length; ) {
    const field = fieldAt(message, offset)
    fields.push(field)
    offset += field.raw.length
    if (fields.length > MOST_FIELDS) throw malformed('a message of the ONNX file has too many fields')
  }
  return fields
}

function fieldAt(message: Uint8Array, start: number): ProtobufField {
  const key = varintAt(message, start)
  const number = Math.floor(key.value / 8)
  const wire = key.value % 8
  const isVarint = wire === VARINT
  const fixed = FIXED_LENGTHS.get(wire)
  const { value, end } = fixed === undefined ? varintAt(message, key.end) : { value: fixed, end: key.end }
  if (!isVarint && wire !== LENGTH_DELIMITED && fixed === undefined) {
    throw malformed('the ONNX file is not a protobuf message')
  }
  const after = isVarint ? end : end + value
  if (after > message.length) throw malformed('the ONNX file ends in the middle')
  const content = wire === LENGTH_DELIMITED ? message.subarray(end, after) : NOTHING
  return { number, isVarint, value: isVarint ? value : 0, content, raw: message.subarray(start, after) }
}
