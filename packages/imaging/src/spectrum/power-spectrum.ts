import { ImagingError } from '@faceward/spec'

/** The power of a picture's spatial frequencies, folded to half a plane. */
export interface PowerSpectrum {
  /** Side of the picture it was taken of. */
  readonly size: number
  /**
   * (size / 2 + 1) columns (horizontal frequency 0 to size / 2) times `size` rows (vertical frequency 0 to
   * size / 2, then -size / 2 + 1 to -1), cycles a side; row by row.
   */
  readonly power: Float32Array
}

/** What a size needs: computed once. */
export interface SpectrumPlan {
  /** The power spectrum of `size` x `size` values under a Hann window, their mean removed. */
  powerSpectrum(values: ArrayLike<number>): PowerSpectrum
}

/**
 * Plans power spectra of square pictures: a radix-2 fast Fourier transform (Cooley and Tukey, 1965) over rows, two
 * real rows at a time, then over the columns of the half plane.
 * @param size side in pixels, a power of two from 8 to 1,024.
 * @throws ImagingError `invalid-size`; `powerSpectrum` throws it when there are not size x size values.
 */
export function createSpectrumPlan(size: number): SpectrumPlan {
  if (!Number.isInteger(Math.log2(size)) || size < 8 || size > 1024) {
    throw new ImagingError('A spectrum needs a side that is a power of two from 8 to 1024.', {
      code: 'invalid-size',
    })
  }
  const cosine = Float64Array.from({ length: size / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / size))
  const sine = Float64Array.from({ length: size / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / size))
  const window = Float64Array.from(
    { length: size },
    (_, k) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (k + 0.5)) / size),
  )
  const reversed = reversedBits(size)
  const columns = size / 2 + 1

  /** Transforms the `size` values from `from` on, in place. */
  function transform(re: Float64Array, im: Float64Array, from: number): void {
    for (let i = 0; i < size; i++) {
      const j = reversed[i]!
      if (j <= i) continue
      const one = from + i
      const other = from + j
      const r = re[one]!
      const m = im[one]!
      re[one] = re[other]!
      im[one] = im[other]!
      re[other] = r
      im[other] = m
    }
    for (let half = 1; half < size; half *= 2) {
      const stride = size / (2 * half)
      // Every butterfly of a stage in one loop: the k-th of its group, each group two halves long.
      for (let i = 0; i < size / 2; i++) {
        const k = i & (half - 1)
        const a = from + 2 * i - k
        const b = a + half
        const c = cosine[k * stride]!
        const s = sine[k * stride]!
        const tr = re[b]! * c - im[b]! * s
        const ti = re[b]! * s + im[b]! * c
        re[b] = re[a]! - tr
        im[b] = im[a]! - ti
        re[a] = re[a]! + tr
        im[a] = im[a]! + ti
      }
    }
  }

  return {
    powerSpectrum(values) {
      if (values.length !== size * size) {
        throw new ImagingError(`A spectrum of side ${size} needs ${size * size} values.`, {
          code: 'invalid-size',
        })
      }
      let mean = 0
      for (let i = 0; i < values.length; i++) mean += values[i]! / values.length
      const re = new Float64Array(size)
      const im = new Float64Array(size)
      // Rows of the half plane, stored column by column so that the second pass reads along memory.
      const halfRe = new Float64Array(columns * size)
      const halfIm = new Float64Array(columns * size)
      for (let y = 0; y < size; y += 2) {
        for (let x = 0; x < size; x++) {
          re[x] = (values[y * size + x]! - mean) * window[x]! * window[y]!
          im[x] = (values[(y + 1) * size + x]! - mean) * window[x]! * window[y + 1]!
        }
        transform(re, im, 0)
        for (let k = 0; k < columns; k++) {
          const mirror = (size - k) % size
          const at = k * size + y
          halfRe[at] = (re[k]! + re[mirror]!) / 2
          halfIm[at] = (im[k]! - im[mirror]!) / 2
          halfRe[at + 1] = (im[k]! + im[mirror]!) / 2
          halfIm[at + 1] = (re[mirror]! - re[k]!) / 2
        }
      }
      const power = new Float32Array(columns * size)
      for (let k = 0; k < columns; k++) {
        const from = k * size
        transform(halfRe, halfIm, from)
        for (let y = 0; y < size; y++) {
          const real = halfRe[from + y]!
          const imaginary = halfIm[from + y]!
          power[y * columns + k] = real * real + imaginary * imaginary
        }
      }
      return { size, power }
    },
  }
}

function reversedBits(size: number): Uint16Array {
  const bits = Math.log2(size)
  return Uint16Array.from({ length: size }, (_, i) => {
    let reversed = 0
    for (let bit = 0; bit < bits; bit++) if (i & (1 << bit)) reversed |= 1 << (bits - 1 - bit)
    return reversed
  })
}
