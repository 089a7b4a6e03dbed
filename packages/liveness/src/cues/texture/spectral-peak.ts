import type { PowerSpectrum } from '@faceward/imaging'

/** Cycles a pixel below which a face itself has structure, and above which sampling has none left. */
const FROM = 0.16
const TO = 0.48
/** Bins beside the axes that the window smears their lines into, one more for the 3 x 3 bins of a peak. */
const AXIS = 3
/** Width of the rings a peak is compared with, cycles a pixel. */
const RING = 0.04

/** Bins of a spectrum that may hold a peak, and in which ring of frequencies each is. */
export interface SpectralBins {
  /** Index in the half plane's power. */
  readonly at: Int32Array
  readonly ring: Uint8Array
}

/**
 * The bins of the high frequencies. The rows and columns through the origin are left out: they carry the 8-pixel
 * blocks of JPEG and the tile's edges; so are the harmonics of the 8-pixel blocks next to them.
 */
export function spectralBins(size: number): SpectralBins {
  const columns = size / 2 + 1
  const found: { at: number; ring: number }[] = []
  for (let row = 0; row < size; row++) {
    const ky = row <= size / 2 ? row : row - size
    if (Math.abs(ky) < AXIS || Math.abs(ky) > size / 2 - 2) continue
    for (let kx = AXIS; kx < columns - 1; kx++) {
      const radius = Math.hypot(kx, ky) / size
      if (radius < FROM || radius >= TO) continue
      found.push({ at: row * columns + kx, ring: Math.floor((radius - FROM) / RING) })
    }
  }
  return {
    at: Int32Array.from(found, ({ at }) => at),
    ring: Uint8Array.from(found, ({ ring }) => ring),
  }
}

/**
 * log10 of the strongest peak (3 x 3 bins) of the high frequencies over the mean of its ring: what moire and halftone
 * leave, and skin does not.
 * @param bins of the spectrum's size.
 */
export function spectralPeak({ size, power }: PowerSpectrum, { at, ring }: SpectralBins): number {
  const columns = size / 2 + 1
  const rings = Math.ceil((TO - FROM) / RING)
  const total = new Float64Array(rings)
  const count = new Float64Array(rings)
  const strongest = new Float64Array(rings)
  for (let i = 0; i < at.length; i++) {
    const bin = at[i]!
    const of = ring[i]!
    total[of]! += power[bin]!
    count[of]!++
    // No bin that is looked at lies on the half plane's border.
    const around =
      threeFrom(power, bin - columns - 1) + threeFrom(power, bin - 1) + threeFrom(power, bin + columns - 1)
    if (around > strongest[of]!) strongest[of] = around
  }
  let best = 0
  for (let of = 0; of < rings; of++) {
    const mean = total[of]! / Math.max(1, count[of]!)
    if (mean > 0) best = Math.max(best, strongest[of]! / (9 * mean))
  }
  return Math.log10(best + 1e-3)
}

function threeFrom(power: Float32Array, bin: number): number {
  return power[bin]! + power[bin + 1]! + power[bin + 2]!
}
