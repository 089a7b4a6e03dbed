/** One field of a protobuf message: a number, or bytes, by its wire type. */
export interface ProtobufField {
  readonly number: number
  /** Of a varint; rounded above 2^53. */
  readonly value: number
  /** Of a length-delimited field; empty for others. */
  readonly bytes: Uint8Array
}

const NONE = new Uint8Array(0)

/**
 * The fields of a protobuf message (protobuf.dev, "Encoding"), without copying any.
 *
 * @throws RangeError when the bytes are no whole message.
 */
export function* protobufFields(message: Uint8Array): Generator<ProtobufField> {
  let offset = 0
  const cut = () => new RangeError('The message is cut short or is none.')
  const varint = (): number => {
    let value = 0
    for (let factor = 1, count = 0; count < 10; factor *= 128, count++) {
      const byte = message[offset++]
      if (byte === undefined) throw cut()
      value += (byte & 127) * factor
      if (byte < 128) return value
    }
    throw cut()
  }
  const skip = (length: number): Uint8Array => {
    if (offset + length > message.length) throw cut()
    offset += length
    return message.subarray(offset - length, offset)
  }
  while (offset < message.length) {
    const tag = varint()
    const number = Math.floor(tag / 8)
    const wireType = tag % 8
    if (number === 0) throw cut()
    if (wireType === 0) yield { number, value: varint(), bytes: NONE }
    else if (wireType === 2) yield { number, value: 0, bytes: skip(varint()) }
    else if (wireType === 1) skip(8)
    else if (wireType === 5) skip(4)
    else throw cut()
  }
}
