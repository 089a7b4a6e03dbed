import type { ErrorCopy } from '@faceward/plugin-kit'

/** What a decoding process says before the pixels, as JSON. */
export type DecodeReply =
  | { readonly status: 'ready' }
  | { readonly status: 'decoded'; readonly width: number; readonly height: number; readonly rssBytes: number }
  | { readonly status: 'refused'; readonly failure: ErrorCopy; readonly rssBytes: number }

const LENGTH_BYTES = 4

/** A part of a message: its length (32 bits, little endian), then its bytes. */
export function lengthOf(bytes: Uint8Array): Uint8Array {
  const length = new Uint8Array(LENGTH_BYTES)
  new DataView(length.buffer).setUint32(0, bytes.length, true)
  return length
}

/**
 * Takes parts out of a stream of chunks. A part's memory is taken once its length is known, and only when `most`, asked
 * at that moment, allows it.
 * @returns what takes a chunk.
 * @throws RangeError for a part that is longer than it may be.
 */
export function createPartReader(
  onPart: (part: Uint8Array) => void,
  most: () => number,
): (chunk: Uint8Array) => void {
  let target = new Uint8Array(LENGTH_BYTES)
  let filled = 0
  let isLength = true
  const complete = () => {
    const part = target
    filled = 0
    if (isLength) {
      const length = new DataView(part.buffer).getUint32(0, true)
      if (length > most()) throw new RangeError('A part of a message is longer than it may be.')
      target = new Uint8Array(length)
      isLength = false
    } else {
      target = new Uint8Array(LENGTH_BYTES)
      isLength = true
      onPart(part)
    }
  }
  return (chunk) => {
    for (let at = 0; at < chunk.length; ) {
      const taken = chunk.subarray(at, at + target.length - filled)
      target.set(taken, filled)
      filled += taken.length
      at += taken.length
      while (filled === target.length) complete()
    }
  }
}
