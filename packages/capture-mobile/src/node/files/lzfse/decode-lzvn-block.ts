import { malformedLzfse } from './lzfse-error.js'
import { append, type LzfseOutput, repeat } from './lzfse-output.js'

const HEADER_BYTES = 12

/** One instruction: literals, then a match; a distance of 0 is the one before. */
interface Instruction {
  readonly bytes: number
  readonly literals: number
  readonly matched: number
  readonly distance: number
}

/** Decodes a `bvxn` block at the start of `bytes`. Returns how many bytes it takes. */
export function decodeLzvnBlock(bytes: Uint8Array, output: LzfseOutput): number {
  if (bytes.length < HEADER_BYTES) throw malformedLzfse('a header is cut short')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const rawBytes = view.getUint32(4, true)
  const end = HEADER_BYTES + view.getUint32(8, true)
  if (end > bytes.length) throw malformedLzfse('a block is cut short')
  const before = output.length
  let at = HEADER_BYTES
  let distance = 0
  for (;;) {
    const instruction = at < end ? instructionAt(bytes, at) : undefined
    if (instruction === 'end') break
    if (instruction === undefined) throw malformedLzfse('a block has no end')
    const from = at + instruction.bytes
    at = from + instruction.literals
    if (at > end) throw malformedLzfse('a block is cut short')
    append(output, bytes.subarray(from, at))
    distance = instruction.distance || distance
    repeat(output, instruction.matched, distance)
  }
  if (output.length - before !== rawBytes) throw malformedLzfse('a block has another size than it says')
  return end
}

/** What the first byte means; numbers after the dots are the byte's lower bits. */
function instructionAt(bytes: Uint8Array, at: number): Instruction | 'end' | undefined {
  const code = bytes[at]!
  const second = bytes[at + 1] ?? 0
  const third = bytes[at + 2] ?? 0
  const high = code >> 4
  // 1110....: literals only; 1111....: a match only; a length of 0 stands in the next byte.
  if (high === 0xe || high === 0xf) {
    const short = code & 15
    const length = short === 0 ? second + 16 : short
    const size = short === 0 ? 2 : 1
    return high === 0xe ? only(size, { literals: length }) : only(size, { matched: length })
  }
  // 101LLMMM DDDDDDMM DDDDDDDD
  if (code >> 5 === 5) {
    const both = second | (third << 8)
    const matched = (((code & 7) << 2) | (both & 3)) + 3
    return { bytes: 3, literals: (code >> 3) & 3, matched, distance: nonZero(both >> 2) }
  }
  if (high === 0x7 || high === 0xd) return undefined
  const pair = { literals: code >> 6, matched: ((code >> 3) & 7) + 3 }
  const low = code & 7
  // LLMMM111 DDDDDDDD DDDDDDDD
  if (low === 7) return { bytes: 3, ...pair, distance: nonZero(second | (third << 8)) }
  // LLMMMDDD DDDDDDDD
  if (low < 6) return { bytes: 2, ...pair, distance: nonZero((low << 8) | second) }
  if (code === 6) return 'end'
  if (code === 14 || code === 22) return only(1, {})
  // LLMMM110: the distance before; below 64 the byte is undefined.
  return code < 64 ? undefined : { bytes: 1, ...pair, distance: 0 }
}

const only = (
  bytes: number,
  part: { readonly literals?: number; readonly matched?: number },
): Instruction => ({
  bytes,
  literals: 0,
  matched: 0,
  distance: 0,
  ...part,
})

/** A distance that is written out is never 0. */
function nonZero(distance: number): number {
  if (distance === 0) throw malformedLzfse('a match has no distance')
  return distance
}
