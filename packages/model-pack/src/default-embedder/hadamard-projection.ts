/**
 * Rows of a subsampled randomised Hadamard transform: `rows` orthonormal directions of `columns` dimensions,
 * row-major. Entry (r, c) is `sign(c) * H(row(r), c) / sqrt(columns)`; the signs and the choice of rows follow
 * from the seed. A random projection keeps angles (Johnson-Lindenstrauss) and costs no data but the seed.
 *
 * @param columns a power of two.
 * @see N. Ailon, B. Chazelle, "The fast Johnson-Lindenstrauss transform", 2009; J. Tropp, "Improved analysis of
 * the subsampled randomized Hadamard transform", 2011.
 */
export function hadamardProjection(rows: number, columns: number, seed: number): Float64Array {
  const random = splitMix32(seed)
  const signs = Array.from({ length: columns }, () => (random() & 1 ? -1 : 1))
  const order = Array.from({ length: columns }, (_, row) => row)
  for (let i = 0; i < rows; i++) {
    // Unbiased enough: 32 random bits against at most 2^10 places.
    const j = i + (random() % (columns - i))
    const swapped = order[i]!
    order[i] = order[j]!
    order[j] = swapped
  }
  const scale = 1 / Math.sqrt(columns)
  const matrix = new Float64Array(rows * columns)
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      matrix[r * columns + c] = signs[c]! * (isOddParity(order[r]! & c) ? -scale : scale)
    }
  }
  return matrix
}

/** Whether an odd number of the ten-odd low bits is set: the sign of a Hadamard matrix' entry. */
function isOddParity(bits: number): boolean {
  let folded = bits
  folded ^= folded >>> 16
  folded ^= folded >>> 8
  folded ^= folded >>> 4
  folded ^= folded >>> 2
  folded ^= folded >>> 1
  return (folded & 1) === 1
}

/** A small generator of 32-bit numbers, the same on every machine (splitmix32 after G. Steele et al., 2014). */
function splitMix32(seed: number): () => number {
  const state = { value: seed >>> 0 }
  return () => {
    state.value = (state.value + 0x9e3779b9) >>> 0
    let mixed = state.value
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
}
