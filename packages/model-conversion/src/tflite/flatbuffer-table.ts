import { malformed } from '../conversion-error.js'

/** Bytes of a scalar field by how it is read. */
const WIDTHS = { byte: 1, int: 4, unsigned: 4, float: 4 } as const
type Scalar = keyof typeof WIDTHS

const decoder = new TextDecoder()

/**
 * A table of a FlatBuffers file: fields by number, absent ones as their defaults. Every place is checked before it is
 * read; nothing is copied.
 *
 * Source: google/flatbuffers, docs/source/internals.
 */
export class FlatbufferTable {
  readonly #view: DataView
  readonly #position: number
  readonly #vtable: number
  readonly #vtableEnd: number

  constructor(view: DataView, position: number) {
    this.#view = view
    this.#position = inside(view, position, 4)
    this.#vtable = inside(view, position - view.getInt32(position, true), 4)
    const length = view.getUint16(this.#vtable, true)
    inside(view, this.#vtable, length)
    this.#vtableEnd = this.#vtable + length
  }

  /** The table a file begins with. */
  static root(view: DataView): FlatbufferTable {
    return new FlatbufferTable(view, view.getUint32(inside(view, 0, 4), true))
  }

  scalar(field: number, type: Scalar, fallback = 0): number {
    const place = this.#find(field, WIDTHS[type])
    if (place === undefined) return fallback
    if (type === 'byte') return this.#view.getUint8(place)
    if (type === 'float') return this.#view.getFloat32(place, true)
    return type === 'int' ? this.#view.getInt32(place, true) : this.#view.getUint32(place, true)
  }

  table(field: number): FlatbufferTable | undefined {
    const place = this.#find(field, 4)
    return place === undefined ? undefined : new FlatbufferTable(this.#view, this.#target(place))
  }

  /** @throws ModelLoadError `malformed-model` for more than `most`. */
  tables(field: number, most: number): readonly FlatbufferTable[] {
    const { start, count } = this.#vector(field, 4, most)
    return Array.from({ length: count }, (_, i) => {
      const place = start + 4 * i
      return new FlatbufferTable(this.#view, this.#target(place))
    })
  }

  /** @throws ModelLoadError `malformed-model` for more than `most`. */
  integers(field: number, most: number): readonly number[] {
    const { start, count } = this.#vector(field, 4, most)
    return Array.from({ length: count }, (_, i) => this.#view.getInt32(start + 4 * i, true))
  }

  /** A view of a vector of bytes; empty when absent. */
  bytes(field: number): Uint8Array {
    const { start, count } = this.#vector(field, 1, this.#view.byteLength)
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + start, count)
  }

  /** @throws ModelLoadError `malformed-model` for more than `most` bytes. */
  text(field: number, most: number): string {
    const { start, count } = this.#vector(field, 1, most)
    return decoder.decode(new Uint8Array(this.#view.buffer, this.#view.byteOffset + start, count))
  }

  #find(field: number, width: number): number | undefined {
    const entry = this.#vtable + 4 + 2 * field
    if (entry + 2 > this.#vtableEnd) return undefined
    const offset = this.#view.getUint16(entry, true)
    return offset === 0 ? undefined : inside(this.#view, this.#position + offset, width)
  }

  #target(place: number): number {
    return place + this.#view.getUint32(place, true)
  }

  #vector(field: number, width: number, most: number): { readonly start: number; readonly count: number } {
    const place = this.#find(field, 4)
    if (place === undefined) return { start: 0, count: 0 }
    const start = inside(this.#view, this.#target(place), 4)
    const count = this.#view.getUint32(start, true)
    if (count > most) throw malformed(`a list of the TFLite file has ${count} entries`)
    inside(this.#view, start + 4, count * width)
    return { start: start + 4, count }
  }
}

function inside(view: DataView, place: number, length: number): number {
  if (place < 0 || place + length > view.byteLength) throw malformed('the TFLite file points outside itself')
  return place
}
