import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { projectionIntrinsics } from './projection-intrinsics.js'

const coordinate = fc.double({ min: -0.3, max: 0.3, noNaN: true })

/** An off-centre frustum, as OpenGL has it. */
function frustum(left: number, right: number, bottom: number, top: number): Float64Array {
  const [near, far] = [0.1, 100]
  const matrix = new Float64Array(16)
  matrix[0] = (2 * near) / (right - left)
  matrix[5] = (2 * near) / (top - bottom)
  matrix[8] = (right + left) / (right - left)
  matrix[9] = (top + bottom) / (top - bottom)
  matrix[10] = -(far + near) / (far - near)
  matrix[11] = -1
  matrix[14] = (-2 * far * near) / (far - near)
  return matrix
}

describe('projectionIntrinsics', () => {
  it('projects every point where the matrix does, rows from the top', () => {
    const edge = fc.double({ min: 0.02, max: 0.2, noNaN: true })
    const depth = fc.double({ min: 0.2, max: 5, noNaN: true })
    fc.assert(
      fc.property(edge, edge, edge, edge, coordinate, coordinate, depth, (l, r, b, t, x, y, z) => {
        const matrix = frustum(-l, r, -b, t)
        const size = { width: 480, height: 640 }
        // OpenGL looks along -z with y up; a picture has z forward and y down.
        const w = z
        const clipX = matrix[0]! * x - matrix[8]! * z
        const clipY = -matrix[5]! * y - matrix[9]! * z
        const expected = [((clipX / w + 1) / 2) * size.width, ((1 - clipY / w) / 2) * size.height]
        const k = projectionIntrinsics(matrix, size)
        expect((k.focalX * x) / z + k.principalX).toBeCloseTo(expected[0]!, 6)
        expect((k.focalY * y) / z + k.principalY).toBeCloseTo(expected[1]!, 6)
      }),
    )
  })
})
