import { damaged } from '../recording-failure.js'

/** Reads a ROS 1 message field by field: little-endian, strings and arrays with their length before them. */
export interface RosMessage {
  uint8(): number
  uint32(): number
  float32(): number
  float64(): number
  text(): string
  bytes(): Uint8Array
  float64s(count: number): readonly number[]
  /** Bytes that are left. */
  readonly rest: number
}

const TEXT = new TextDecoder()

/** @throws CaptureError `malformed-recording` (from the readers) when the message ends too early. */
export function rosMessage(data: Uint8Array): RosMessage {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const state = { at: 0 }
  const take = (length: number): number => {
    const at = state.at
    if (length > data.length - at) throw damaged('a message ends too early')
    state.at += length
    return at
  }
  const bytes = (length: number): Uint8Array => {
    const at = take(length)
    return data.subarray(at, at + length)
  }
  const uint32 = () => view.getUint32(take(4), true)
  const float64 = () => view.getFloat64(take(8), true)
  return {
    uint8: () => view.getUint8(take(1)),
    uint32,
    float32: () => view.getFloat32(take(4), true),
    float64,
    text: () => TEXT.decode(bytes(uint32())),
    bytes: () => bytes(uint32()),
    float64s: (count) => {
      if (count * 8 > data.length - state.at) throw damaged('a message ends too early')
      return Array.from({ length: count }, float64)
    },
    get rest() {
      return data.length - state.at
    },
  }
}
