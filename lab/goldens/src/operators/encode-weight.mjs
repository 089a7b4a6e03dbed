/** A constant as the bytes that TF.js publishes. */
export function encodeWeight({ values, dtype, quantization }) {
  if (dtype === 'int32') return Buffer.from(Int32Array.from(values).buffer)
  if (quantization?.dtype === 'float16') return Buffer.from(Uint16Array.from(values, toFloat16).buffer)
  if (quantization) {
    const steps = values.map((value) => Math.round((value - quantization.min) / quantization.scale))
    const array = quantization.dtype === 'uint8' ? Uint8Array : Uint16Array
    return Buffer.from(array.from(steps.map((step) => Math.max(0, step))).buffer)
  }
  return Buffer.from(Float32Array.from(values).buffer)
}

/** For the eighths used here, which binary16 holds exactly. */
function toFloat16(value) {
  if (value === 0) return 0
  const exponent = Math.floor(Math.log2(Math.abs(value)))
  const fraction = Math.abs(value) / 2 ** exponent - 1
  return (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | (fraction * 1024)
}
