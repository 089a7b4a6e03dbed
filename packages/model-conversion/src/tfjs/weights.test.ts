import { ModelLoadError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import type { WeightJson } from './graph-model-schema.js'
import { readWeights } from './weights.js'

const two: WeightJson[] = [
  { name: 'a', shape: [3], dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.5, min: -1 } },
  { name: 'b', shape: [2, 1], dtype: 'float32' },
]
const bytes = Uint8Array.of(0, 2, 255, ...new Uint8Array(Float32Array.of(1.5, -2).buffer))

function codeOf(read: () => unknown): string | undefined {
  try {
    read()
    return undefined
  } catch (failure) {
    return ModelLoadError.isInstance(failure) ? failure.code : String(failure)
  }
}

describe('readWeights', () => {
  it('finds each weight at its place, across groups, whatever the alignment', () => {
    const weights = readWeights([{ weights: [two[0]!] }, { weights: [two[1]!] }], bytes)
    expect(weights.floats('a')).toEqual({ shape: [3], data: Float32Array.of(-1, 0, 126.5) })
    expect(weights.floats('b')).toEqual({ shape: [2, 1], data: Float32Array.of(1.5, -2) })
  })

  it('reads from a Buffer inside a larger one without touching it', () => {
    const larger = Buffer.concat([Buffer.of(9, 9), bytes, Buffer.of(9)])
    const weights = readWeights([{ weights: two }], larger.subarray(2, 2 + bytes.length))
    expect(weights.floats('b').data).toEqual(Float32Array.of(1.5, -2))
    weights.floats('b').data.fill(7)
    expect(weights.floats('b').data).toEqual(Float32Array.of(1.5, -2))
  })

  it.each([
    ['too few bytes', bytes.slice(0, -1)],
    ['too many bytes', Uint8Array.of(...bytes, 0)],
    ['no bytes', new Uint8Array(0)],
  ])('refuses %s', (_, wrong) => {
    expect(codeOf(() => readWeights([{ weights: two }], wrong))).toBe('malformed-model')
  })

  it('refuses a name listed twice, an absent one, and one of another type', () => {
    const twice = [{ weights: [two[1]!, two[1]!] }]
    expect(codeOf(() => readWeights(twice, new Uint8Array(16)))).toBe('malformed-model')
    const weights = readWeights([{ weights: two }], bytes)
    expect(codeOf(() => weights.floats('c'))).toBe('malformed-model')
    expect(codeOf(() => weights.integers('a'))).toBe('malformed-model')
  })
})
