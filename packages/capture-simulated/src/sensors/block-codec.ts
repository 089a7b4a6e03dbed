const SIZE = 8

// Standard luminance and chrominance tables of JPEG (ITU-T T.81, Annex K).
const LUMA = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
]
const CHROMA = Array.from(
  { length: 64 },
  (_, i) => [17, 18, 24, 47, 99, 99, 99, 99][Math.min(7, Math.max(i >> 3, i & 7))]!,
)

const BASIS = Float64Array.from({ length: 64 }, (_, i) => {
  const k = i >> 3
  return (k === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * (i & 7) + 1) * k * Math.PI) / 16)
})

/** What JPEG does to a picture at a quality (1 to 100): blocks of cosines, quantised. In place; nothing is coded. */
export function compressBlocks(data: Uint8Array, width: number, height: number, quality: number): void {
  const scale = quality < 50 ? 5000 / quality : 200 - 2 * quality
  const steps = [LUMA, CHROMA, CHROMA].map((table) =>
    table.map((step) => Math.min(255, Math.max(1, Math.floor((step * scale + 50) / 100)))),
  )
  const planes = toYcc(data)
  const block = new Float64Array(64)
  const spectrum = new Float64Array(64)
  for (let c = 0; c < 3; c += 1) {
    const plane = planes[c]!
    for (let y = 0; y < height; y += SIZE) {
      for (let x = 0; x < width; x += SIZE) {
        for (let i = 0; i < 64; i += 1) {
          const px = Math.min(width - 1, x + (i & 7))
          const py = Math.min(height - 1, y + (i >> 3))
          block[i] = plane[py * width + px]!
        }
        transform(block, spectrum, false)
        for (let i = 0; i < 64; i += 1) spectrum[i] = Math.round(spectrum[i]! / steps[c]![i]!) * steps[c]![i]!
        transform(spectrum, block, true)
        for (let i = 0; i < 64; i += 1) {
          const px = x + (i & 7)
          const py = y + (i >> 3)
          if (px < width && py < height) plane[py * width + px] = block[i]!
        }
      }
    }
  }
  fromYcc(planes, data)
}

/** Cosine transform of a block, or its inverse. */
function transform(from: Float64Array, to: Float64Array, inverse: boolean): void {
  const rows = new Float64Array(64)
  for (let y = 0; y < SIZE; y += 1) {
    for (let k = 0; k < SIZE; k += 1) {
      let sum = 0
      for (let x = 0; x < SIZE; x += 1)
        sum += from[y * 8 + x]! * (inverse ? BASIS[x * 8 + k]! : BASIS[k * 8 + x]!)
      rows[y * 8 + k] = sum
    }
  }
  for (let x = 0; x < SIZE; x += 1) {
    for (let k = 0; k < SIZE; k += 1) {
      let sum = 0
      for (let y = 0; y < SIZE; y += 1)
        sum += rows[y * 8 + x]! * (inverse ? BASIS[y * 8 + k]! : BASIS[k * 8 + y]!)
      to[k * 8 + x] = sum
    }
  }
}

function toYcc(data: Uint8Array): readonly [Float32Array, Float32Array, Float32Array] {
  const count = data.length / 3
  const planes: [Float32Array, Float32Array, Float32Array] = [
    new Float32Array(count),
    new Float32Array(count),
    new Float32Array(count),
  ]
  for (let i = 0; i < count; i += 1) {
    const [r, g, b] = [data[i * 3]!, data[i * 3 + 1]!, data[i * 3 + 2]!]
    planes[0][i] = 0.299 * r + 0.587 * g + 0.114 * b - 128
    planes[1][i] = -0.168736 * r - 0.331264 * g + 0.5 * b
    planes[2][i] = 0.5 * r - 0.418688 * g - 0.081312 * b
  }
  return planes
}

function fromYcc(
  [ys, cbs, crs]: readonly [Float32Array, Float32Array, Float32Array],
  data: Uint8Array,
): void {
  const byte = (value: number): number => Math.min(255, Math.max(0, Math.round(value)))
  for (let i = 0; i < ys.length; i += 1) {
    const y = ys[i]! + 128
    data[i * 3] = byte(y + 1.402 * crs[i]!)
    data[i * 3 + 1] = byte(y - 0.344136 * cbs[i]! - 0.714136 * crs[i]!)
    data[i * 3 + 2] = byte(y + 1.772 * cbs[i]!)
  }
}
