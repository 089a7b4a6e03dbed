import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { XrCpuDepth, XrDepthFormat } from '../device/xr-device.js'
import { resampleDepth } from './resample-depth.js'

/** View (u, v) to buffer, turned by quarters: column by column. */
const TURNS: readonly (readonly number[])[] = [
  [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
  [0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1],
  [-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0, 1, 1, 0, 1],
  [0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1],
]

function buffer(
  format: XrDepthFormat,
  width: number,
  height: number,
  values: readonly number[],
  turn: number,
): XrCpuDepth {
  const data = (format === 'float32' ? Float32Array.from(values) : Uint16Array.from(values)).buffer
  const matrix = Float32Array.from(TURNS[turn]!)
  return { width, height, data, rawValueToMeters: 0.001, normDepthBufferFromNormView: { matrix } }
}

describe('resampleDepth', () => {
  it.each(['luminance-alpha', 'unsigned-short', 'float32'] as const)(
    'gives every value of a turned %s buffer once, where the view sees it',
    (format) => {
      const side = fc.integer({ min: 1, max: 12 })
      fc.assert(
        fc.property(side, side, fc.integer({ min: 0, max: 3 }), (width, height, turn) => {
          const values = Array.from({ length: width * height }, (_, i) => i + 1)
          const found = resampleDepth(buffer(format, width, height, values, turn), format)
          const isLying = turn % 2 === 1
          expect([found.width, found.height]).toEqual(isLying ? [height, width] : [width, height])
          const millimetres = [...found.data].map((metres) => Math.round(1000 * metres))
          expect([...millimetres].sort((a, b) => a - b)).toEqual(values)
          const corners = [1, width, width * height, width * (height - 1) + 1]
          // The view's top left corner is this corner of the buffer: turned by a quarter, the next one.
          expect(millimetres[0]).toBe(corners[turn])
        }),
      )
    },
  )

  it('has no data where the device has none, or nonsense', () => {
    const values = [0, Number.NaN, Number.POSITIVE_INFINITY, -3, 400]
    expect([...resampleDepth(buffer('float32', 5, 1, values, 0), 'float32').data].map((m) => m > 0)).toEqual([
      false,
      false,
      false,
      false,
      true,
    ])
  })

  it('has no data outside the buffer', () => {
    const depth = buffer('float32', 4, 1, [1, 2, 3, 4], 0)
    // The view is twice as wide as what the sensor sees, which lies in its left half.
    const matrix = depth.normDepthBufferFromNormView.matrix
    matrix[0] = 2
    expect([...resampleDepth(depth, 'float32').data].map((m) => Math.round(1000 * m))).toEqual([
      1, 2, 3, 4, 0, 0, 0, 0,
    ])
  })
})
