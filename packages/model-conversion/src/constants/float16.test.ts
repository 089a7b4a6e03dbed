import { describe, expect, it } from 'vitest'
import { float16ToFloat32 } from './float16.js'

describe('float16ToFloat32', () => {
  it('widens every one of the 65,536 bit patterns exactly', () => {
    const floats = float16ToFloat32(Uint16Array.from({ length: 65_536 }, (_, i) => i))
    for (const [half, value] of floats.entries()) {
      const sign = half >= 0x8000 ? -1 : 1
      const exponent = (half >> 10) & 31
      const fraction = half & 1023
      const expected =
        exponent === 0
          ? sign * fraction * 2 ** -24
          : exponent === 31
            ? fraction === 0
              ? sign * Number.POSITIVE_INFINITY
              : Number.NaN
            : sign * 2 ** (exponent - 15) * (1 + fraction / 1024)
      if (!Object.is(value, expected)) expect.unreachable(`pattern ${half} gave ${value}, not ${expected}`)
    }
  })
})
