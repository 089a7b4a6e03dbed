/**
 * Depth counts (Z16, little-endian, rows of `stride` bytes) as metres; 0 stays 0, no data.
 *
 * @param unit metres a count
 */
export function depthMetres(
  bytes: Uint8Array,
  { width, height, stride }: { readonly width: number; readonly height: number; readonly stride: number },
  unit: number,
): Float32Array {
  const metres = new Float32Array(width * height)
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0, at = y * stride; x < width; x++, i++, at += 2) {
      metres[i] = (bytes[at]! | (bytes[at + 1]! << 8)) * unit
    }
  }
  return metres
}
