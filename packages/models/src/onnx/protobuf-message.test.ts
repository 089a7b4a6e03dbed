import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProtobufMessage } from './protobuf-message.js'

/** Reads one message back: [field, wire type, value or content]. */
function read(bytes: Uint8Array): [number, number, bigint | Uint8Array][] {
  const fields: [number, number, bigint | Uint8Array][] = []
  let offset = 0
  const varint = () => {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[offset++]!
      value |= BigInt(byte & 127) << shift
      if (byte < 128) return value
    }
  }
  while (offset < bytes.length) {
    const key = Number(varint())
    const value = varint()
    if (key % 8 === 0) {
      fields.push([key >> 3, 0, value])
    } else {
      fields.push([key >> 3, key % 8, bytes.slice(offset, offset + Number(value))])
      offset += Number(value)
    }
  }
  return fields
}

describe('ProtobufMessage', () => {
  it('writes what a protobuf reader reads, for every number up to 2^53 and every content', () => {
    const field = fc.integer({ min: 1, max: 1000 })
    fc.assert(
      fc.property(field, fc.maxSafeNat(), fc.uint8Array({ maxLength: 300 }), (number, value, content) => {
        const bytes = new ProtobufMessage().integer(number, value).bytes(number, content).toBytes()
        expect(read(bytes)).toEqual([
          [number, 0, BigInt(value)],
          [number, 2, content],
        ])
      }),
    )
  })

  it('nests messages and writes text as UTF-8', () => {
    const inner = new ProtobufMessage().text(8, 'Grüße').integer(2, 300)
    const outer = new ProtobufMessage().message(7, inner).integer(1, 8).toBytes()
    expect(read(outer)).toEqual([
      [7, 2, inner.toBytes()],
      [1, 0, 8n],
    ])
    expect(read(inner.toBytes())[0]?.[2]).toEqual(new TextEncoder().encode('Grüße'))
  })

  it('matches the example of the protobuf documentation: field 1 = 150 is 08 96 01', () => {
    expect(new ProtobufMessage().integer(1, 150).toBytes()).toEqual(Uint8Array.of(0x08, 0x96, 0x01))
  })
})
