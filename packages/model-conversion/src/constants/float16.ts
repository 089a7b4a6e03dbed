const SUBNORMAL_STEP = 2 ** -24
/** float32's exponent bias less float16's, in float32's exponent position. */
const REBIAS = (127 - 15) << 23
const INFINITE_EXPONENT = 0x7f80_0000

/** Widens IEEE 754 binary16 bit patterns; every value is exact. */
export function float16ToFloat32(halves: ArrayLike<number>): Float32Array {
  const floats = new Float32Array(halves.length)
  const bits = new Uint32Array(floats.buffer)
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i]!
    const sign = (half & 0x8000) << 16
    const exponent = (half >> 10) & 0x1f
    const fraction = half & 0x3ff
    if (exponent === 0) {
      floats[i] = fraction * (sign === 0 ? SUBNORMAL_STEP : -SUBNORMAL_STEP)
    } else if (exponent === 0x1f) {
      bits[i] = sign | INFINITE_EXPONENT | (fraction << 13)
    } else {
      bits[i] = sign | ((exponent << 23) + REBIAS) | (fraction << 13)
    }
  }
  return floats
}
