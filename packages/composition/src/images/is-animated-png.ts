const SIGNATURE_BYTES = 8
const CHUNK_OVERHEAD = 12

/**
 * True for an animated PNG: an `acTL` chunk stands before the first `IDAT` (PNG specification, third
 * edition, section 11.3.7.1). PNG decoders that do not know it would silently show one picture of several.
 */
export function isAnimatedPng(png: Uint8Array): boolean {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  for (let at = SIGNATURE_BYTES; at + CHUNK_OVERHEAD <= png.length; ) {
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8))
    if (type === 'acTL') return true
    if (type === 'IDAT') return false
    at += view.getUint32(at) + CHUNK_OVERHEAD
  }
  return false
}
