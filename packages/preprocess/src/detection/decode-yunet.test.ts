import { expect, test } from 'vitest'
import { decodeYuNet, type YuNetHeads, yunetCellCount } from './decode-yunet.js'

const input = { width: 640, height: 320 }

function emptyHeads(stride: number): YuNetHeads {
  const cells = yunetCellCount(stride, input)
  return {
    classification: new Float32Array(cells),
    objectness: new Float32Array(cells),
    boxes: new Float32Array(cells * 4),
    points: new Float32Array(cells * 10),
  }
}

test('a cell becomes a box and five points in pixels of the input', () => {
  const heads = emptyHeads(16)
  // Row 7, column 5 of 40 columns.
  const cell = 7 * 40 + 5
  heads.classification[cell] = 0.9
  heads.objectness[cell] = 0.4
  heads.boxes.set([0.5, -0.25, Math.log(3), Math.log(4)], cell * 4)
  heads.points.set([-1, -1, 1, -1, 0, 0, -0.5, 1, 0.5, 1], cell * 10)
  const [face, ...others] = decodeYuNet(heads, 16, input.width, 0.5)
  expect(others).toEqual([])
  expect(face!.score).toBeCloseTo(0.6, 6)
  const { x, y, width, height } = face!.box
  expect(width).toBeCloseTo(48, 4)
  expect(height).toBeCloseTo(64, 4)
  expect(x + width / 2).toBeCloseTo(5.5 * 16, 4)
  expect(y + height / 2).toBeCloseTo(6.75 * 16, 4)
  expect(face!.points).toEqual([
    { x: 64, y: 96 },
    { x: 96, y: 96 },
    { x: 80, y: 112 },
    { x: 72, y: 128 },
    { x: 88, y: 128 },
  ])
})

test('scores out of range count as 0 and 1, and no number counts as no face', () => {
  const heads = emptyHeads(32)
  heads.classification.set([1.3, -0.2, Number.NaN])
  heads.objectness.set([1.2, 5, 1])
  const found = decodeYuNet(heads, 32, input.width, 0.01)
  expect(found.map(({ score }) => score)).toEqual([1])
})
