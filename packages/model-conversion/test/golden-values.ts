import type { Tensor } from '@faceward/spec'
import { expect } from 'vitest'

export interface Values {
  readonly shape: readonly number[]
  readonly values: readonly number[]
}

/** Images go in planar, everything else as it is. */
export function modelInput({ shape, values }: Values): Tensor {
  const [batch, height, width, channels] = shape
  if (!batch || !height || !width || !channels) {
    return { type: 'float32', dims: shape, data: Float32Array.from(values) }
  }
  const area = height * width
  const image = area * channels
  const data = Float32Array.from(values, (_, i) => {
    const within = i % image
    return values[i - within + (within % area) * channels + Math.floor(within / area)]!
  })
  return { type: 'float32', dims: [batch, channels, height, width], data }
}

/** Expects an answer of the golden shape whose every value is within a tolerance, of the largest value or of 1. */
export function expectAnswer(given: Tensor | undefined, golden: Values, tolerance: number): void {
  expect(given?.dims).toEqual(golden.shape)
  const scale = Math.max(1, ...golden.values.map(Math.abs))
  const worst = Math.max(...golden.values.map((value, i) => Math.abs(Number(given!.data[i]) - value)))
  expect(worst / scale).toBeLessThan(tolerance)
}
