import type { Random } from '../random/random.js'

/** Normal noise of mean 0 and deviation 1 that is alike over about `extent` pixels: box blurs of white noise. */
export function smoothNoise(width: number, height: number, extent: number, random: Random): Float32Array {
  const scale = Math.max(1, Math.floor(extent / 4))
  const w = Math.ceil(width / scale) + 2
  const h = Math.ceil(height / scale) + 2
  let field: Float32Array = new Float32Array(w * h)
  for (let i = 0; i < field.length; i++) field[i] = random.normal(0, 1, 4)
  const radius = Math.round((extent / scale) * 0.5)
  for (let pass = 0; radius > 0 && pass < 2; pass++) {
    field = blur(field, w, h, radius, 1)
    field = blur(field, h, w, radius, w)
  }
  normalise(field)
  return scale === 1 ? cut(field, w, width, height) : enlarge(field, w, width, height, scale)
}

/** A running mean along one axis, edges held; `step` 1 runs along rows of `length`, `w` along columns. */
function blur(
  field: Float32Array,
  length: number,
  lines: number,
  radius: number,
  step: number,
): Float32Array {
  const result = new Float32Array(field.length)
  const lineStep = step === 1 ? length : 1
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep
    const at = (i: number): number => field[start + Math.min(length - 1, Math.max(0, i)) * step]!
    let sum = 0
    for (let i = -radius; i <= radius; i++) sum += at(i)
    for (let i = 0; i < length; i++) {
      result[start + i * step] = sum / (2 * radius + 1)
      sum += at(i + radius + 1) - at(i - radius)
    }
  }
  return result
}

function normalise(field: Float32Array): void {
  let sum = 0
  let squares = 0
  for (const value of field) {
    sum += value
    squares += value * value
  }
  const mean = sum / field.length
  const deviation = Math.sqrt(Math.max(1e-12, squares / field.length - mean * mean))
  for (let i = 0; i < field.length; i++) field[i] = (field[i]! - mean) / deviation
}

function cut(field: Float32Array, w: number, width: number, height: number): Float32Array {
  const result = new Float32Array(width * height)
  for (let row = 0; row < height; row++) {
    result.set(field.subarray(row * w, row * w + width), row * width)
  }
  return result
}

function enlarge(field: Float32Array, w: number, width: number, height: number, scale: number): Float32Array {
  const result = new Float32Array(width * height)
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor(y / scale)
    const fy = y / scale - row
    for (let x = 0; x < width; x++, i++) {
      const column = Math.floor(x / scale)
      const fx = x / scale - column
      const j = row * w + column
      const top = field[j]! * (1 - fx) + field[j + 1]! * fx
      const bottom = field[j + w]! * (1 - fx) + field[j + w + 1]! * fx
      result[i] = top * (1 - fy) + bottom * fy
    }
  }
  return result
}
