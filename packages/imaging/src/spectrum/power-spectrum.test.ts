import { ImagingError } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSpectrumPlan } from './power-spectrum.js'

const SIZE = 32
const plan = createSpectrumPlan(SIZE)
const columns = SIZE / 2 + 1
const wave = (kx: number, ky: number) =>
  Float64Array.from({ length: SIZE * SIZE }, (_, i) =>
    Math.cos((2 * Math.PI * (kx * (i % SIZE) + ky * Math.floor(i / SIZE))) / SIZE),
  )

describe('power spectrum', () => {
  test('a wave is a peak at its own frequency', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 14 }), fc.integer({ min: -14, max: 14 }), (kx, ky) => {
        const { power } = plan.powerSpectrum(wave(kx, ky))
        const strongest = power.indexOf(Math.max(...power))
        expect([strongest % columns, Math.floor(strongest / columns)]).toEqual([kx, (ky + SIZE) % SIZE])
      }),
    )
  })

  test('the same as the definition of the discrete Fourier transform', () => {
    const next = (i: number) => ((i * 7919) % 251) - 100
    const values = Float64Array.from({ length: SIZE * SIZE }, (_, i) => next(i))
    const { power } = plan.powerSpectrum(values)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const hann = (k: number) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (k + 0.5)) / SIZE)
    for (const [kx, ky] of [
      [0, 0],
      [3, 5],
      [16, 31],
      [9, 16],
    ] as const) {
      let re = 0
      let im = 0
      for (let y = 0; y < SIZE; y++) {
        for (let x = 0; x < SIZE; x++) {
          const value = (values[y * SIZE + x]! - mean) * hann(x) * hann(y)
          re += value * Math.cos((2 * Math.PI * (kx * x + ky * y)) / SIZE)
          im -= value * Math.sin((2 * Math.PI * (kx * x + ky * y)) / SIZE)
        }
      }
      const expected = re * re + im * im
      expect(Math.abs(power[ky * columns + kx]! - expected)).toBeLessThan(1e-4 * expected + 1e-2)
    }
  })

  test('a flat picture has none', () => {
    expect(Math.max(...plan.powerSpectrum(new Float64Array(SIZE * SIZE).fill(77)).power)).toBeLessThan(1e-12)
  })

  test.each([0, 7, 12, 2048])('refuses a side of %i', (size) => {
    expect(() => createSpectrumPlan(size)).toThrow(ImagingError)
  })

  test('refuses another number of values', () => {
    expect(() => plan.powerSpectrum(new Float64Array(5))).toThrow(ImagingError)
  })
})
