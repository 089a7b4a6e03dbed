import { EmbeddingMismatchError, type FaceMesh, type FivePoints, type Point } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  applySimilarity,
  invertSimilarity,
  type SimilarityTransform,
} from '../geometry/similarity-transform.js'
import { type AlignableFace, alignmentTransform } from './alignment-transform.js'
import { ARCFACE_FIVE_POINTS } from './arcface-five-points.data.js'
import { DLIB_FIVE_POINTS, DLIB_MESH_INDICES } from './dlib-five-points.data.js'
import { fivePointsFromMesh } from './five-points-from-mesh.js'
import {
  MESH_FACE_OVAL,
  MESH_LEFT_EYE,
  MESH_MOUTH_LEFT,
  MESH_MOUTH_RIGHT,
  MESH_NOSE_TIP,
  MESH_POINT_COUNT,
  MESH_RIGHT_EYE,
} from './mesh-indices.data.js'

const image = { width: 640, height: 480 }
const names = ['rightEye', 'leftEye', 'noseTip', 'mouthRight', 'mouthLeft'] as const
const placement = fc
  .record({
    scale: fc.double({ min: 0.2, max: 8, noNaN: true }),
    angle: fc.double({ min: -3, max: 3, noNaN: true }),
    tx: fc.double({ min: -50, max: 500, noNaN: true }),
    ty: fc.double({ min: -50, max: 500, noNaN: true }),
  })
  .map(({ scale, angle, tx, ty }) => ({ a: scale * Math.cos(angle), b: scale * Math.sin(angle), tx, ty }))

function faceAt(points: FivePoints, more: Partial<AlignableFace> = {}): AlignableFace {
  const { rightEye, leftEye } = points
  return { box: { x: 0, y: 0, width: 10, height: 10 }, rightEye, leftEye, fivePoints: points, ...more }
}

function movedTemplate(t: SimilarityTransform): FivePoints {
  const moved = names.map((name) => [name, applySimilarity(t, ARCFACE_FIVE_POINTS[name])] as const)
  return Object.fromEntries(moved) as unknown as FivePoints
}

function near(actual: Point, expected: Point, tolerance: number): void {
  expect(Math.hypot(actual.x - expected.x, actual.y - expected.y)).toBeLessThan(tolerance)
}

function meshWith(points: ReadonlyMap<number, Point>): FaceMesh {
  const values = new Float32Array(MESH_POINT_COUNT * 3)
  for (const [index, point] of points) {
    values[index * 3] = point.x
    values[index * 3 + 1] = point.y
  }
  return { points: values, presence: 1 }
}

describe('arcface-five-point', () => {
  test('finds the cut that puts the five points on the template', () => {
    fc.assert(
      fc.property(placement, (t) => {
        const face = faceAt(movedTemplate(t))
        const found = alignmentTransform(
          { kind: 'arcface-five-point' },
          face,
          { width: 112, height: 112 },
          image,
        )
        for (const name of names)
          near(applySimilarity(found, ARCFACE_FIVE_POINTS[name]), face.fivePoints![name], 1e-6)
      }),
    )
  })

  test('scales with the input', () => {
    const face = faceAt(ARCFACE_FIVE_POINTS)
    const found = alignmentTransform({ kind: 'arcface-five-point' }, face, { width: 224, height: 224 }, image)
    near(applySimilarity(found, { x: 2 * 38.2946, y: 2 * 51.6963 }), ARCFACE_FIVE_POINTS.rightEye, 1e-6)
  })

  test('takes the points from the mesh when there are no others', () => {
    const points = new Map<number, Point>([
      ...MESH_RIGHT_EYE.map((index) => [index, ARCFACE_FIVE_POINTS.rightEye] as const),
      ...MESH_LEFT_EYE.map((index) => [index, ARCFACE_FIVE_POINTS.leftEye] as const),
      [MESH_NOSE_TIP, ARCFACE_FIVE_POINTS.noseTip],
      [MESH_MOUTH_RIGHT, ARCFACE_FIVE_POINTS.mouthRight],
      [MESH_MOUTH_LEFT, ARCFACE_FIVE_POINTS.mouthLeft],
    ])
    const { fivePoints: _, ...face } = faceAt(ARCFACE_FIVE_POINTS, { mesh: meshWith(points) })
    for (const name of names) near(fivePointsFromMesh(face.mesh!)[name], ARCFACE_FIVE_POINTS[name], 1e-4)
    const found = alignmentTransform({ kind: 'arcface-five-point' }, face, { width: 112, height: 112 }, image)
    near(applySimilarity(found, { x: 0, y: 0 }), { x: 0, y: 0 }, 1e-4)
  })

  test('without points or mesh: a typed error', () => {
    const { fivePoints: _, ...face } = faceAt(ARCFACE_FIVE_POINTS)
    const cut = (): unknown => alignmentTransform({ kind: 'arcface-five-point' }, face, image, image)
    expect(cut).toThrow(EmbeddingMismatchError)
    expect(cut).toThrow(expect.objectContaining({ code: 'landmarks-missing' }))
  })
})

describe('dlib-five-point', () => {
  test('puts the mesh points on the padded chip', () => {
    fc.assert(
      fc.property(placement, fc.constantFrom(0, 0.25, 0.5), (t, padding) => {
        const chip = DLIB_FIVE_POINTS.map((point) => ({
          x: ((point.x + padding) / (1 + 2 * padding)) * 150,
          y: ((point.y + padding) / (1 + 2 * padding)) * 150,
        }))
        const mesh = meshWith(
          new Map(DLIB_MESH_INDICES.map((index, i) => [index, applySimilarity(t, chip[i]!)])),
        )
        const face = faceAt(ARCFACE_FIVE_POINTS, { mesh })
        const found = alignmentTransform(
          { kind: 'dlib-five-point', padding },
          face,
          { width: 150, height: 150 },
          image,
        )
        for (const point of chip) near(applySimilarity(found, point), applySimilarity(t, point), 1e-2)
      }),
    )
  })

  test('needs a mesh', () => {
    const cut = (): unknown =>
      alignmentTransform(
        { kind: 'dlib-five-point', padding: 0.25 },
        faceAt(ARCFACE_FIVE_POINTS),
        image,
        image,
      )
    expect(cut).toThrow(expect.objectContaining({ code: 'landmarks-missing' }))
  })
})

describe('box-eye-line', () => {
  test('is a square about the box, as large as asked, with level eyes', () => {
    fc.assert(
      fc.property(placement, fc.double({ min: 0.5, max: 3, noNaN: true }), (t, scale) => {
        const points = movedTemplate(t)
        const box = { x: t.tx, y: t.ty, width: 90, height: 120 }
        const input = { width: 224, height: 224 }
        const found = alignmentTransform(
          { kind: 'box-eye-line', scale },
          faceAt(points, { box }),
          input,
          image,
        )
        near(applySimilarity(found, { x: 112, y: 112 }), { x: t.tx + 45, y: t.ty + 60 }, 1e-6)
        expect(Math.hypot(found.a, found.b) * 224).toBeCloseTo(scale * 120, 6)
        const back = invertSimilarity(found)
        const right = applySimilarity(back, points.rightEye)
        const left = applySimilarity(back, points.leftEye)
        expect(left.y - right.y).toBeCloseTo(0, 6)
        expect(left.x).toBeGreaterThan(right.x)
      }),
    )
  })
})

describe('box-upright', () => {
  test('never reaches beyond the image, and stays upright', () => {
    const box = fc.record({
      x: fc.double({ min: -60, max: 640, noNaN: true }),
      y: fc.double({ min: -60, max: 480, noNaN: true }),
      width: fc.double({ min: 5, max: 400, noNaN: true }),
      height: fc.double({ min: 5, max: 400, noNaN: true }),
    })
    fc.assert(
      fc.property(box, fc.constantFrom(2.7, 4), (faceBox, scale) => {
        const face = faceAt(ARCFACE_FIVE_POINTS, { box: faceBox })
        const found = alignmentTransform(
          { kind: 'box-upright', scale },
          face,
          { width: 80, height: 80 },
          image,
        )
        expect(found.b).toBe(0)
        expect(found.tx).toBeGreaterThan(-1e-6)
        expect(found.ty).toBeGreaterThan(-1e-6)
        expect(found.tx + 80 * found.a).toBeLessThan(640 + 1e-6)
        expect(found.ty + 80 * found.a).toBeLessThan(480 + 1e-6)
      }),
    )
  })

  test('is centred on the box where there is room', () => {
    const face = faceAt(ARCFACE_FIVE_POINTS, { box: { x: 300, y: 220, width: 40, height: 40 } })
    const found = alignmentTransform(
      { kind: 'box-upright', scale: 2.7 },
      face,
      { width: 80, height: 80 },
      image,
    )
    near(applySimilarity(found, { x: 40, y: 40 }), { x: 320, y: 240 }, 1e-9)
    expect(found.a * 80).toBeCloseTo(108, 9)
  })
})

test('the index sets name each point once and stay inside the mesh', () => {
  for (const set of [MESH_RIGHT_EYE, MESH_LEFT_EYE, MESH_FACE_OVAL, DLIB_MESH_INDICES]) {
    expect(new Set(set).size).toBe(set.length)
    expect(set.every((index) => index >= 0 && index < MESH_POINT_COUNT)).toBe(true)
  }
  expect(MESH_RIGHT_EYE.some((index) => MESH_LEFT_EYE.includes(index))).toBe(false)
})
