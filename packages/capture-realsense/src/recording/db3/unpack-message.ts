import { decompress } from 'fzstd'
import { LARGEST_BLOCK } from '../limits.js'
import { damaged } from '../recording-failure.js'

const MAGIC = [0x28, 0xb5, 0x2f, 0xfd]
/** Bytes of the content size field by the two highest bits of the descriptor (RFC 8878, 3.1.1.1.1.1). */
const SIZE_BYTES = [0, 2, 4, 8] as const
const DICTIONARY_BYTES = [0, 1, 2, 4] as const

/**
 * A message as it is, or, where librealsense recorded with compression, out of its Zstandard frame.
 *
 * @throws CaptureError `malformed-recording`
 */
export function unpackMessage(data: Uint8Array): Uint8Array {
  if (!MAGIC.every((byte, i) => data[i] === byte)) return data
  const size = contentSize(data)
  try {
    const unpacked = decompress(data, new Uint8Array(size))
    return unpacked
  } catch (cause) {
    throw damaged('a message cannot be unpacked', cause)
  }
}

/** What the frame states of itself: fzstd would allocate whatever it says. */
function contentSize(frame: Uint8Array): number {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  if (frame.length < 16) throw damaged('a message is cut short')
  const descriptor = frame[4]!
  const isSingle = (descriptor & 0x20) !== 0
  if (!isSingle && windowSize(frame[5]!) > LARGEST_BLOCK)
    throw damaged('a message is larger than any of a camera')
  const at = 5 + (isSingle ? 0 : 1) + DICTIONARY_BYTES[(descriptor & 3) as 0 | 1 | 2 | 3]
  const bytes = SIZE_BYTES[(descriptor >> 6) as 0 | 1 | 2 | 3] || (isSingle ? 1 : 0)
  const size = {
    0: () => Number.NaN,
    1: () => view.getUint8(at),
    2: () => view.getUint16(at, true) + 256,
    4: () => view.getUint32(at, true),
    8: () => Number(view.getBigUint64(at, true)),
  }[bytes]()
  if (!(size <= LARGEST_BLOCK)) throw damaged('a message does not state a size that a camera has')
  return size
}

/** RFC 8878, 3.1.1.1.2. */
function windowSize(byte: number): number {
  return 2 ** (10 + (byte >> 3)) * (1 + (byte & 7) / 8)
}
