/**
 * The softness of a lens and of a sensor's colour filter: a Gaussian blur of linear light, in place.
 * @param sigma pixels; below 0.2 nothing is done
 */
export function blurLens(linear: Float32Array, width: number, height: number, sigma: number): void {
  if (sigma < 0.2) return
  const radius = Math.ceil(sigma * 2.6)
  const kernel = new Float64Array(2 * radius + 1)
  let sum = 0
  for (let i = -radius; i <= radius; i += 1) {
    const weight = Math.exp((-i * i) / (2 * sigma * sigma))
    kernel[i + radius] = weight
    sum += weight
  }
  for (let i = 0; i < kernel.length; i += 1) kernel[i]! /= sum
  const line = new Float32Array(Math.max(width, height) * 3)
  for (let y = 0; y < height; y += 1) blurLine(linear, y * width * 3, 3, width, kernel, line)
  for (let x = 0; x < width; x += 1) blurLine(linear, x * 3, width * 3, height, kernel, line)
}

function blurLine(
  linear: Float32Array,
  start: number,
  stride: number,
  count: number,
  kernel: Float64Array,
  line: Float32Array,
): void {
  const radius = (kernel.length - 1) / 2
  for (let i = 0; i < count; i += 1) {
    const at = start + i * stride
    line[i * 3] = linear[at]!
    line[i * 3 + 1] = linear[at + 1]!
    line[i * 3 + 2] = linear[at + 2]!
  }
  for (let i = 0; i < count; i += 1) {
    let r = 0
    let g = 0
    let b = 0
    for (let k = -radius; k <= radius; k += 1) {
      const j = 3 * Math.min(count - 1, Math.max(0, i + k))
      const weight = kernel[k + radius]!
      r += weight * line[j]!
      g += weight * line[j + 1]!
      b += weight * line[j + 2]!
    }
    const at = start + i * stride
    linear[at] = r
    linear[at + 1] = g
    linear[at + 2] = b
  }
}
