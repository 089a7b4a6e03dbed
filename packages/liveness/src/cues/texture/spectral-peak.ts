import type { PowerSpectrum } from '@faceward/imaging'

/** Cycles a pixel below which a face itself has structure, and above which sampling has none left. */
const FROM = 0.16
const TO = 0.48
/** Bins beside the axes that the window smears their lines into, one more for the 3 x 3 bins of a peak. */
const AXIS = 3
/** Width of the rings a peak is compared with, cycles a pixel. */
const RING = 0.04

/**
 * log10 of the strongest peak (3 x 3 bins) of the high frequencies over the mean of its ring: what moire and halftone
 * leave, and skin does not. The rows and columns through the origin are left out: they carry the 8-pixel blocks of
 * JPEG and the tile's edges; so are the harmonics of the 8-pixel blocks next to them.
 */
export function spectralPeak({ size, power }: PowerSpectrum): number {
  const columns = size / 2 + 1
  const rings = Math.ceil((TO - FROM) / RING)
  const total = new Float64Array(rings)
  const count = new Float64Array(rings)
  const strongest = new Float64Array(rings)
  for (let row = 0; row < size; row++) {
    const ky = row <= size / 2 ? row : row - size
    for (let kx = AXIS; kx < columns - 1; kx++) {
      if (Math.abs(ky) < AXIS || Math.abs(ky) > size / 2 - 2) continue
      const radius = Math.hypot(kx, ky) / size
      if (radius < FROM || radius >= TO) continue
      const ring = Math.floor((radius - FROM) / RING)
      const value = power[row * columns + kx]!
      total[ring]! += value
      count[ring]!++
      const around = neighbourhood(power, columns, size, kx, row)
      if (around > strongest[ring]!) strongest[ring] = around
    }
  }
  let best = 0
  for (let ring = 0; ring < rings; ring++) {
    const mean = total[ring]! / Math.max(1, count[ring]!)
    if (mean > 0) best = Math.max(best, strongest[ring]! / (9 * mean))
  }
  return Math.log10(best + 1e-3)
}

function neighbourhood(power: Float32Array, columns: number, size: number, kx: number, row: number): number {
  let sum = 0
  for (let dy = -1; dy <= 1; dy++) {
    const line = ((row + dy + size) % size) * columns
    sum += power[line + kx - 1]! + power[line + kx]! + power[line + kx + 1]!
  }
  return sum
}
