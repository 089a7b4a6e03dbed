import type { GrayImage } from '@faceward/imaging'
import type { Image } from '@faceward/spec'

/** Colour statistics of the middle of a face crop (rgb8, as cut by warpImage). */
export function skinColor(face: Image, luminance: GrayImage) {
  const { width, height, data } = face
  const histogram = new Uint32Array(256)
  let n = 0
  let sum = 0
  let squares = 0
  let [cb, cr, cbcb, crcr, saturation, gloss] = [0, 0, 0, 0, 0, 0]
  // An inner rectangle: mostly skin, whatever the box's shape.
  for (let y = Math.round(height * 0.2); y < height * 0.85; y++) {
    for (let x = Math.round(width * 0.22); x < width * 0.78; x++) {
      const at = y * width + x
      const luma = luminance.data[at]!
      const [red, green, blue] = [data[3 * at]!, data[3 * at + 1]!, data[3 * at + 2]!]
      const b = 0.564 * (blue - luma)
      const r = 0.713 * (red - luma)
      const high = Math.max(red, green, blue)
      const chroma = high - Math.min(red, green, blue)
      n++
      histogram[luma]!++
      sum += luma
      squares += luma * luma
      cb += b
      cr += r
      cbcb += b * b
      crcr += r * r
      saturation += high > 0 ? chroma / high : 0
      if (luma > 205 && chroma < 0.14 * high) gloss++
    }
  }
  const variance = (of: number, ofSquares: number) => Math.max(0, ofSquares / n - (of / n) ** 2)
  const spread = Math.sqrt(variance(sum, squares)) + 1
  return {
    mean: sum / n,
    chromaSpread: Math.log10((Math.sqrt(variance(cb, cbcb) + variance(cr, crcr)) + 0.5) / spread),
    saturation: saturation / n,
    dark: quantile(histogram, n, 0.1) / 255,
    bright: quantile(histogram, n, 0.9) / 255,
    gloss: gloss / n,
  }
}

function quantile(histogram: Uint32Array, count: number, share: number): number {
  let seen = 0
  for (let value = 0; value < 256; value++) {
    seen += histogram[value]!
    if (seen >= share * count) return value
  }
  return 255
}
