import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anchorCount, BLAZEFACE_GRIDS, boxValueCount, decodeBlazeFace } from './decode-blazeface.js'

const SIDE = 256
const grids = Object.values(BLAZEFACE_GRIDS)

test('the two grids have the 512 and 384 anchors of the network', () => {
  expect(grids.map((grid) => anchorCount(grid, SIDE))).toEqual([512, 384])
  expect(grids.map((grid) => boxValueCount(grid, SIDE))).toEqual([512 * 16, 384 * 16])
})

test('an anchor stands at the centre of its cell, and box and points count from there', () => {
  fc.assert(
    fc.property(fc.constantFrom(...grids), fc.nat(), (grid, any) => {
      const count = anchorCount(grid, SIDE)
      const anchor = any % count
      const scores = new Float32Array(count).fill(-20)
      scores[anchor] = 2
      const boxes = new Float32Array(count * 16)
      boxes.set([1, -2, 30, 40, -5, -6, 5, -6, 0, 1, 0, 9, -14, 0, 14, 0], anchor * 16)
      const cell = Math.floor(anchor / grid.anchorsPerCell)
      const columns = SIDE / grid.stride
      const x = ((cell % columns) + 0.5) * grid.stride
      const y = (Math.floor(cell / columns) + 0.5) * grid.stride
      const [face, ...others] = decodeBlazeFace(scores, boxes, grid, SIDE, 0.5)
      expect(others).toEqual([])
      expect(face!.score).toBeCloseTo(1 / (1 + Math.exp(-2)), 9)
      expect(face!.box).toEqual({ x: x + 1 - 15, y: y - 2 - 20, width: 30, height: 40 })
      expect(face!.points[0]).toEqual({ x: x - 5, y: y - 6 })
      expect(face!.points[5]).toEqual({ x: x + 14, y })
    }),
  )
})

test('scores below the minimum, scores that are no numbers and boxes without a size are left out', () => {
  const count = anchorCount(BLAZEFACE_GRIDS.coarse, SIDE)
  const scores = new Float32Array(count).fill(-0.1)
  scores[3] = Number.NaN
  scores[4] = 5
  scores[5] = 5
  const boxes = new Float32Array(count * 16).fill(10)
  boxes[4 * 16 + 2] = -1
  expect(decodeBlazeFace(scores, boxes, BLAZEFACE_GRIDS.coarse, SIDE, 0.5)).toHaveLength(1)
})
