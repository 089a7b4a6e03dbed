import fc from 'fast-check'
import { expect, test } from 'vitest'
import { intersectionOverUnion, isInsideImage, shareInsideImage } from './inside-image.js'

const image = { width: 100, height: 50 }

test('the edges belong to the image', () => {
  expect(isInsideImage({ x: 0, y: 50 }, image)).toBe(true)
  expect(isInsideImage({ x: 100.01, y: 20 }, image)).toBe(false)
  expect(isInsideImage({ x: 20, y: -0.01 }, image)).toBe(false)
})

test('the share of a box on the image', () => {
  expect(shareInsideImage({ x: 10, y: 10, width: 20, height: 20 }, image)).toBe(1)
  expect(shareInsideImage({ x: -10, y: 10, width: 20, height: 20 }, image)).toBe(0.5)
  expect(shareInsideImage({ x: 90, y: 40, width: 20, height: 20 }, image)).toBe(0.25)
  expect(shareInsideImage({ x: 200, y: 10, width: 20, height: 20 }, image)).toBe(0)
  expect(shareInsideImage({ x: 10, y: 10, width: 0, height: 20 }, image)).toBe(0)
})

test('intersection over union: 1 with itself, symmetric, as counted by hand', () => {
  const box = fc.record({
    x: fc.integer({ min: 0, max: 20 }),
    y: fc.integer({ min: 0, max: 20 }),
    width: fc.integer({ min: 1, max: 20 }),
    height: fc.integer({ min: 1, max: 20 }),
  })
  fc.assert(
    fc.property(box, box, (first, second) => {
      const cells = (b: typeof first): Set<number> => {
        const set = new Set<number>()
        for (let y = b.y; y < b.y + b.height; y++)
          for (let x = b.x; x < b.x + b.width; x++) set.add(y * 100 + x)
        return set
      }
      const one = cells(first)
      const two = cells(second)
      const shared = [...one].filter((cell) => two.has(cell)).length
      expect(intersectionOverUnion(first, second)).toBeCloseTo(shared / (one.size + two.size - shared), 9)
      expect(intersectionOverUnion(second, first)).toBe(intersectionOverUnion(first, second))
      expect(intersectionOverUnion(first, first)).toBe(1)
    }),
  )
})
