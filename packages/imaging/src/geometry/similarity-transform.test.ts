import { ImagingError } from '@faceward/spec'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  applySimilarity,
  composeSimilarity,
  estimateSimilarity,
  invertSimilarity,
} from './similarity-transform.js'

const coordinate = fc.double({ min: -2000, max: 2000, noNaN: true })
const point = fc.record({ x: coordinate, y: coordinate })
const transform = fc
  .record({
    scale: fc.double({ min: 0.01, max: 100, noNaN: true }),
    angle: fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }),
    tx: coordinate,
    ty: coordinate,
  })
  .map(({ scale, angle, tx, ty }) => ({ a: scale * Math.cos(angle), b: scale * Math.sin(angle), tx, ty }))
/** Points that do not all lie together. */
const cloud = fc
  .array(point, { minLength: 2, maxLength: 12 })
  .filter((points) => points.some((p) => Math.hypot(p.x - points[0]!.x, p.y - points[0]!.y) > 1))

test('estimating recovers the transform that moved the points', () => {
  fc.assert(
    fc.property(transform, cloud, (truth, from) => {
      const found = estimateSimilarity(
        from,
        from.map((p) => applySimilarity(truth, p)),
      )
      for (const p of from) {
        const expected = applySimilarity(truth, p)
        const actual = applySimilarity(found, p)
        expect(Math.hypot(actual.x - expected.x, actual.y - expected.y)).toBeLessThan(1e-5)
      }
    }),
  )
})

test('no small change of the estimate has a smaller squared error', () => {
  fc.assert(
    fc.property(cloud, fc.array(point, { minLength: 12, maxLength: 12 }), (from, targets) => {
      const to = targets.slice(0, from.length)
      fc.pre(to.some((p) => Math.hypot(p.x - to[0]!.x, p.y - to[0]!.y) > 1))
      const best = estimateSimilarity(from, to)
      const error = (t: typeof best): number =>
        from.reduce((sum, p, i) => {
          const q = applySimilarity(t, p)
          return sum + (q.x - to[i]!.x) ** 2 + (q.y - to[i]!.y) ** 2
        }, 0)
      const least = error(best)
      for (const key of ['a', 'b', 'tx', 'ty'] as const) {
        for (const step of [-1e-2, 1e-2]) {
          expect(error({ ...best, [key]: best[key] + step })).toBeGreaterThanOrEqual(
            least * (1 - 1e-9) - 1e-6,
          )
        }
      }
    }),
  )
})

test('it never mirrors: mirrored points are fitted by a rotation', () => {
  const from = [
    { x: 0, y: 0 },
    { x: 4, y: 0 },
    { x: 0, y: 2 },
  ]
  const found = estimateSimilarity(
    from,
    from.map((p) => ({ x: -p.x, y: p.y })),
  )
  expect(found.a * found.a + found.b * found.b).toBeGreaterThan(0)
  const mapped = from.map((p) => applySimilarity(found, p))
  const turn = (p: typeof from): number =>
    (p[1]!.x - p[0]!.x) * (p[2]!.y - p[0]!.y) - (p[1]!.y - p[0]!.y) * (p[2]!.x - p[0]!.x)
  expect(Math.sign(turn(mapped))).toBe(Math.sign(turn(from)))
})

test('inverse undoes, and composing is applying in turn', () => {
  fc.assert(
    fc.property(transform, transform, point, (first, second, p) => {
      const back = applySimilarity(invertSimilarity(first), applySimilarity(first, p))
      expect(Math.hypot(back.x - p.x, back.y - p.y)).toBeLessThan(1e-6)
      const inTurn = applySimilarity(second, applySimilarity(first, p))
      const atOnce = applySimilarity(composeSimilarity(second, first), p)
      expect(Math.hypot(inTurn.x - atOnce.x, inTurn.y - atOnce.y)).toBeLessThan(1e-6)
    }),
  )
})

test.each([
  ['one point', [{ x: 1, y: 2 }], [{ x: 1, y: 2 }]],
  ['lists of different length', [{ x: 1, y: 2 }], []],
  ['points that coincide', Array(5).fill({ x: 3, y: 3 }), Array(5).fill({ x: 3, y: 4 })],
  [
    'points that are not finite',
    [
      { x: Number.NaN, y: 0 },
      { x: 1, y: 0 },
    ],
    [
      { x: 0, y: 0 },
      { x: 1, y: 0 },
    ],
  ],
])('%s: no transform, a typed error', (_, from, to) => {
  expect(() => estimateSimilarity(from, to)).toThrow(ImagingError)
})

test('a transform without scale has no inverse', () => {
  expect(() => invertSimilarity({ a: 0, b: 0, tx: 1, ty: 1 })).toThrow(ImagingError)
})
