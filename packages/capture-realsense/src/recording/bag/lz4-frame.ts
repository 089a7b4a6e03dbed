import { damaged } from '../recording-failure.js'

const MAGIC = 0x184d2204
const UNPACKED_FLAG = 0x80000000
const FLAG = { contentSize: 0x08, blockSums: 0x10 } as const
const SHORTEST_MATCH = 4
/** Up to so many bytes a loop is quicker than a call. */
const SHORT = 32

/**
 * Unpacks an LZ4 frame (github.com/lz4/lz4, doc/lz4_Frame_format.md) of known size. Its work is bounded by the sizes
 * of input and output, whatever the bytes are; checksums are not looked at.
 *
 * @throws CaptureError `malformed-recording` when it is no frame, or not of `size` bytes.
 */
export function unpackLz4Frame(frame: Uint8Array, size: number): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  if (frame.length < 11 || view.getUint32(0, true) !== MAGIC) throw damaged('a chunk is no LZ4 frame')
  const flags = frame[4]!
  const unpacked = new Uint8Array(size)
  let filled = 0
  for (let at = 7 + (flags & FLAG.contentSize ? 8 : 0); ; ) {
    if (at + 4 > frame.length) throw damaged('a chunk is cut short')
    const word = view.getUint32(at, true)
    const length = word & ~UNPACKED_FLAG
    if (length === 0) break
    const block = frame.subarray(at + 4, at + 4 + length)
    if (block.length < length) throw damaged('a chunk is cut short')
    filled = word & UNPACKED_FLAG ? copyBlock(block, unpacked, filled) : unpackBlock(block, unpacked, filled)
    at += 4 + length + (flags & FLAG.blockSums ? 4 : 0)
  }
  if (filled !== size) throw damaged('a chunk is not of the size it states')
  return unpacked
}

function copyBlock(block: Uint8Array, to: Uint8Array, at: number): number {
  if (block.length > to.length - at) throw damaged('a chunk is larger than it states')
  to.set(block, at)
  return at + block.length
}

/** Sequences of literals and matches; a match may overlap what it writes. */
function unpackBlock(block: Uint8Array, to: Uint8Array, start: number): number {
  let from = 0
  let at = start
  const extended = (length: number): number => {
    if (length !== 15) return length
    let sum = length
    for (;;) {
      const more = block[from++]
      if (more === undefined) throw damaged('a chunk is cut short')
      sum += more
      if (more !== 255) return sum
    }
  }
  for (;;) {
    const token = block[from++]
    if (token === undefined) throw damaged('a chunk is cut short')
    const literals = extended(token >> 4)
    if (literals > block.length - from || literals > to.length - at) throw damaged('a chunk overflows')
    if (literals > SHORT) to.set(block.subarray(from, from + literals), at)
    else for (let i = 0; i < literals; i++) to[at + i] = block[from + i]!
    from += literals
    at += literals
    if (from === block.length) return at
    const offset = block[from]! | (block[from + 1]! << 8)
    from += 2
    const match = extended(token & 15) + SHORTEST_MATCH
    if (offset === 0 || offset > at || match > to.length - at) throw damaged('a chunk overflows')
    copyMatch(to, at, offset, match)
    at += match
  }
}

function copyMatch(to: Uint8Array, at: number, offset: number, length: number): void {
  if (offset >= length && length > SHORT) to.copyWithin(at, at - offset, at - offset + length)
  else for (let i = at, end = at + length; i < end; i++) to[i] = to[i - offset]!
}
