import { concatBytes } from '@faceward/plugin-kit'

const VARINT = 0
const LENGTH_DELIMITED = 2
const encoder = new TextEncoder()

/**
 * A protobuf message being written: only the wire types ONNX files need. Large contents are kept by reference
 * and copied once, in `toBytes`.
 */
export class ProtobufMessage {
  readonly #parts: Uint8Array[] = []
  #length = 0

  /** A whole number from 0 to 2^53. */
  integer(field: number, value: number): this {
    return this.#append(varints(field * 8 + VARINT, value))
  }

  bytes(field: number, content: Uint8Array): this {
    return this.#append(varints(field * 8 + LENGTH_DELIMITED, content.length)).#append(content)
  }

  text(field: number, value: string): this {
    return this.bytes(field, encoder.encode(value))
  }

  message(field: number, content: ProtobufMessage): this {
    this.#append(varints(field * 8 + LENGTH_DELIMITED, content.#length))
    for (const part of content.#parts) this.#append(part)
    return this
  }

  toBytes(): Uint8Array {
    return concatBytes(this.#parts)
  }

  #append(part: Uint8Array): this {
    this.#parts.push(part)
    this.#length += part.length
    return this
  }
}

function varints(...values: readonly number[]): Uint8Array {
  const bytes: number[] = []
  for (const value of values) {
    let rest = value
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
    bytes.push(rest)
  }
  return Uint8Array.from(bytes)
}
