import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arrange, decode } from './constant.js'

/** Row-major position of `at` in `shape`. */
function indexOf(at: readonly number[], shape: readonly number[]): number {
  return at.reduce((index, position, axis) => index * shape[axis]! + position, 0)
}

function positions(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (found, size) => found.flatMap((at) => Array.from({ length: size }, (_, i) => [...at, i])),
    [[]],
  )
}

describe('arrange', () => {
  it('moves every element to where its axes go, of any rank and type', () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 })
    const cases = shapes.chain((from) =>
      fc.record({
        from: fc.constant(from),
        axes: fc.shuffledSubarray([...from.keys()], { minLength: from.length }),
        kind: fc.constantFrom('float32', 'float16', 'uint8'),
      }),
    )
    fc.assert(
      fc.property(cases, ({ from, axes, kind }) => {
        const count = from.reduce((product, size) => product * size, 1)
        const numbers = Array.from({ length: count }, (_, i) => i % 251)
        const data =
          kind === 'uint8'
            ? Uint8Array.from(numbers)
            : kind === 'float16'
              ? Uint16Array.from(numbers)
              : Float32Array.from(numbers)
        const encoding = kind === 'uint8' ? { kind, scale: 2, min: 1 } : { kind }
        const shape = axes.map((axis) => from[axis]!)
        const given = { shape: [count], data, encoding }
        const moved = arrange(given, { from, axes, shape })
        expect(moved.encoding).toBe(encoding)
        expect(moved.data.constructor).toBe(data.constructor)
        expect(moved.shape).toEqual(shape)
        for (const at of positions(from)) {
          const there = axes.map((axis) => at[axis]!)
          expect(moved.data[indexOf(there, shape)]).toBe(data[indexOf(at, from)])
        }
        expect([...data]).toEqual(numbers)
      }),
      { seed: 20_261_201, numRuns: 300 },
    )
  })
})

describe('decode', () => {
  it('computes steps in double precision and rounds once, as TF.js does', () => {
    const { data } = decode({
      shape: [2],
      data: Uint8Array.of(3, 255),
      encoding: { kind: 'uint8', scale: 0.1, min: -1e-8 },
    })
    expect([...data]).toEqual([Math.fround(3 * 0.1 - 1e-8), Math.fround(255 * 0.1 - 1e-8)])
  })
})
