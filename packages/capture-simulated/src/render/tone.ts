/** Linear light to an 8-bit sRGB count, with a soft shoulder above 0.7 as cameras have. */
export function toByte(linear: number): number {
  let v = Math.max(linear, 0)
  if (v > 0.7) v = 0.7 + 0.3 * (1 - 1 / (1 + (v - 0.7) / 0.3))
  const s = v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055
  return Math.min(255, Math.max(0, Math.round(s * 255)))
}

const TABLE_END = 1.75
const TABLE_SIZE = 32768

/** {@link toByte} as a table over [0, 1.75), above which everything is white. */
export function createToneTable(): (linear: number) => number {
  const table = new Uint8Array(TABLE_SIZE + 1)
  for (let i = 0; i <= TABLE_SIZE; i += 1) table[i] = toByte((i * TABLE_END) / TABLE_SIZE)
  const scale = TABLE_SIZE / TABLE_END
  return (linear) => {
    const i = (linear * scale + 0.5) | 0
    return table[i < 0 ? 0 : Math.min(i, TABLE_SIZE)]!
  }
}
