import { decodeLzfseBlock } from './decode-lzfse-block.js'
import { decodeLzvnBlock } from './decode-lzvn-block.js'
import { malformedLzfse } from './lzfse-error.js'
import { append, type LzfseOutput } from './lzfse-output.js'

/**
 * Decompresses LZFSE, Apple's format (blocks `bvx2`, `bvxn`, `bvx-` and the end, `bvx$`), to exactly `length` bytes.
 * Written from the format's reference (github.com/lzfse/lzfse); `bvx1`, which its encoder never writes, is refused.
 *
 * @throws CaptureError `malformed-recording`
 */
export function decompressLzfse(bytes: Uint8Array, length: number): Uint8Array {
  const output: LzfseOutput = { bytes: new Uint8Array(length), length: 0 }
  let at = 0
  for (;;) {
    const block = bytes.subarray(at)
    const magic = String.fromCharCode(...block.subarray(0, 4))
    if (magic === 'bvx$') break
    if (magic === 'bvx2') at += decodeLzfseBlock(block, output)
    else if (magic === 'bvxn') at += decodeLzvnBlock(block, output)
    else if (magic === 'bvx-') at += copyBlock(block, output)
    else throw malformedLzfse(block.length < 4 ? 'it has no end' : 'a block is of an unknown kind')
  }
  if (output.length !== length) throw malformedLzfse('it is shorter than expected')
  return output.bytes
}

const HEADER_BYTES = 8

function copyBlock(bytes: Uint8Array, output: LzfseOutput): number {
  if (bytes.length < HEADER_BYTES) throw malformedLzfse('a header is cut short')
  const end = HEADER_BYTES + new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(4, true)
  if (end > bytes.length) throw malformedLzfse('a block is cut short')
  append(output, bytes.subarray(HEADER_BYTES, end))
  return end
}
