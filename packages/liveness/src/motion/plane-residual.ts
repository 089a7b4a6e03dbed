import { applyHomography, estimateHomography } from '@faceward/imaging'
import { type FaceMesh, ImagingError, type Point } from '@faceward/spec'
import { STABLE_POINTS } from './mesh-regions.data.js'

/** The points over bone, as they are in the picture. */
export function bonePoints({ points }: FaceMesh): Point[] {
  return STABLE_POINTS.map((index) => ({ x: points[3 * index]!, y: points[3 * index + 1]! }))
}

/**
 * What the homography that fits best leaves of a move, point by point: nothing for the points of a plane, since a
 * picture that is zoomed, panned or tilted moves by a homography. Undefined where none fits.
 */
export function planeResidual(from: readonly Point[], to: readonly Point[]): readonly Point[] | undefined {
  try {
    const homography = estimateHomography(from, to)
    const residual = from.map((point, i) => {
      const at = applyHomography(homography, point)
      return { x: to[i]!.x - at.x, y: to[i]!.y - at.y }
    })
    return residual.every(({ x, y }) => Number.isFinite(x + y)) ? residual : undefined
  } catch (error) {
    if (error instanceof ImagingError) return undefined
    throw error
  }
}

/** Root mean square of a residual in units of the faces' size, which is about an interocular distance. */
export function residualSize(
  residual: readonly Point[],
  from: readonly Point[],
  to: readonly Point[],
): number {
  const squares = residual.reduce((sum, { x, y }) => sum + x ** 2 + y ** 2, 0)
  return Math.sqrt(squares / residual.length) / Math.sqrt(4 * spreadOf(from, 'y') * spreadOf(to, 'y'))
}

/** Standard deviation of the points along an axis; in height it is left alone by a turn to the side. */
export function spreadOf(points: readonly Point[], axis: keyof Point): number {
  const mean = points.reduce((sum, point) => sum + point[axis], 0) / points.length
  return Math.sqrt(points.reduce((sum, point) => sum + (point[axis] - mean) ** 2, 0) / points.length)
}
