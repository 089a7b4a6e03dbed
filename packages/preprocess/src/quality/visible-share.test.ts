import { MESH_FACE_OVAL, MESH_POINT_COUNT } from '@faceward/imaging'
import type { FaceMesh, FivePoints } from '@faceward/spec'
import { expect, test } from 'vitest'
import { visibleShare } from './visible-share.js'

const image = { width: 100, height: 100 }
const inside = { x: 50, y: 50 }
const fivePoints: FivePoints = {
  rightEye: inside,
  leftEye: inside,
  noseTip: inside,
  mouthRight: inside,
  mouthLeft: inside,
}

/** A mesh with so many of its 36 outline points inside. */
function meshWith(insideCount: number): FaceMesh {
  const points = new Float32Array(MESH_POINT_COUNT * 3)
  for (const [order, index] of MESH_FACE_OVAL.entries()) {
    points.set(order < insideCount ? [50, 50, 0] : [50, -20, 0], index * 3)
  }
  return { points, presence: 1 }
}

test('with a mesh it is the share of the outline', () => {
  const box = { x: -50, y: -50, width: 100, height: 100 }
  expect(visibleShare({ box, fivePoints, mesh: meshWith(36) }, image)).toBe(1)
  expect(visibleShare({ box, fivePoints, mesh: meshWith(27) }, image)).toBe(0.75)
})

test('without one it is the share of the box', () => {
  const box = { x: -50, y: 0, width: 100, height: 100 }
  expect(visibleShare({ box, fivePoints }, image)).toBe(0.5)
})

test('a face whose eye or mouth is outside does not count as visible', () => {
  const box = { x: 0, y: 0, width: 100, height: 100 }
  const cut = { ...fivePoints, mouthLeft: { x: 50, y: 100.5 } }
  expect(visibleShare({ box, fivePoints: cut, mesh: meshWith(36) }, image)).toBe(0)
})
