import { describe, expect, it } from 'vitest'
import { codeOf } from '../test/fixtures.js'
import { applyTransform, transformedDimension } from './apply-transform.js'

const unit = Float32Array.of(0.6, 0.8)

describe('applyTransform', () => {
  it('leaves the vector alone without a transform', () => {
    expect(applyTransform(unit, undefined)).toBe(unit)
  })

  it('subtracts the mean and normalises', () => {
    // (0.6, 0.8) - (0.3, 0.4) = (0.3, 0.4), length 0.5.
    const centred = applyTransform(unit, { mean: Float32Array.of(0.3, 0.4) })!
    expect(centred[0]).toBeCloseTo(0.6, 6)
    expect(centred[1]).toBeCloseTo(0.8, 6)
  })

  it('projects row by row after the mean, and normalises', () => {
    // centred (0.5, 0.5); rows (1, 1), (1, -1), (0, 6): (1, 0, 3), length sqrt 10.
    const projected = applyTransform(unit, {
      mean: Float32Array.of(0.1, 0.3),
      projection: { rows: 3, matrix: Float32Array.of(1, 1, 1, -1, 0, 6) },
    })!
    expect(projected).toHaveLength(3)
    for (const [index, value] of [1, 0, 3].entries())
      expect(projected[index]).toBeCloseTo(value / Math.sqrt(10), 6)
  })

  it('gives nothing when nothing is left', () => {
    expect(applyTransform(unit, { mean: unit })).toBeUndefined()
    expect(applyTransform(unit, { projection: { rows: 1, matrix: Float32Array.of(0, 0) } })).toBeUndefined()
  })
})

describe('transformedDimension', () => {
  it('is the projection rows, or the inputs', () => {
    expect(transformedDimension(undefined, 4)).toBe(4)
    expect(transformedDimension({ mean: new Float32Array(4) }, 4)).toBe(4)
    expect(transformedDimension({ projection: { rows: 2, matrix: new Float32Array(8) } }, 4)).toBe(2)
  })

  it('refuses what does not fit', async () => {
    for (const transform of [
      { mean: new Float32Array(3) },
      { projection: { rows: 2, matrix: new Float32Array(7) } },
      { projection: { rows: 0, matrix: new Float32Array(0) } },
    ]) {
      expect(await codeOf(() => transformedDimension(transform, 4))).toBe('invalid-options')
    }
  })
})
