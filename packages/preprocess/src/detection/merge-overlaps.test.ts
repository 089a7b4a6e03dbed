import { intersectionOverUnion } from '@faceward/imaging'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Candidate } from './candidate.js'
import { mergeOverlaps, suppressOverlaps } from './merge-overlaps.js'

const candidates = fc.array(
  fc
    .record({
      score: fc.double({ min: 0.3, max: 1, noNaN: true }),
      x: fc.integer({ min: 0, max: 60 }),
      y: fc.integer({ min: 0, max: 60 }),
      width: fc.integer({ min: 5, max: 40 }),
      height: fc.integer({ min: 5, max: 40 }),
    })
    .map(({ score, ...box }): Candidate => ({ score, box, points: [{ x: box.x + 1, y: box.y + 2 }] })),
  { maxLength: 20 },
)

test('what suppression keeps does not overlap, and what it drops overlaps something better', () => {
  fc.assert(
    fc.property(candidates, (all) => {
      const kept = suppressOverlaps(all, 0.3)
      for (const [index, one] of kept.entries()) {
        for (const other of kept.slice(index + 1)) {
          expect(intersectionOverUnion(one.box, other.box)).toBeLessThanOrEqual(0.3)
          expect(one.score).toBeGreaterThanOrEqual(other.score)
        }
      }
      for (const dropped of all.filter((candidate) => !kept.includes(candidate))) {
        const better = kept.some(
          ({ box, score }) => score >= dropped.score && intersectionOverUnion(box, dropped.box) > 0.3,
        )
        expect(better).toBe(true)
      }
    }),
  )
})

test('merging finds a face where suppression does, within the hull of its group', () => {
  fc.assert(
    fc.property(candidates, (all) => {
      const merged = mergeOverlaps(all, 0.3)
      expect(merged.map(({ score }) => score)).toEqual(suppressOverlaps(all, 0.3).map(({ score }) => score))
      for (const { box } of merged) {
        expect(box.x).toBeGreaterThanOrEqual(Math.min(...all.map((c) => c.box.x)) - 1e-9)
        expect(box.width).toBeLessThanOrEqual(Math.max(...all.map((c) => c.box.width)) + 1e-9)
      }
    }),
  )
})

test('a group becomes its mean, weighted by score, with the best score', () => {
  const at = (x: number, score: number): Candidate => ({
    score,
    box: { x, y: 0, width: 40, height: 40 },
    points: [{ x: x + 10, y: 5 }],
  })
  const [face, ...others] = mergeOverlaps([at(4, 0.3), at(0, 0.9)], 0.3)
  expect(others).toEqual([])
  expect(face!.score).toBe(0.9)
  expect(face!.box.x).toBeCloseTo(1, 9)
  expect(face!.points[0]!.x).toBeCloseTo(11, 9)
})

test('faces that stand apart stay apart', () => {
  const apart: Candidate[] = [0, 100, 200].map((x) => ({
    score: 0.5 + x / 1000,
    box: { x, y: 0, width: 50, height: 50 },
    points: [],
  }))
  expect(mergeOverlaps(apart, 0.3)).toHaveLength(3)
})
