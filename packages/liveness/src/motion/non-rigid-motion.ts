import type { FaceMesh } from '@faceward/spec'
import { EXPRESSIVE_POINTS, STABLE_POINTS } from './mesh-regions.data.js'

/** How lids, brows and lips moved against the bone. */
export interface NonRigidMotion {
  /** Variance over time of their places, in squared interocular distances, x and y together. */
  readonly variance: number
  /** The part of it that changes from frame to frame like noise: from second differences. */
  readonly noiseVariance: number
}

/**
 * Removes the head's own motion by fitting, frame by frame, an affine camera to the mesh's three-dimensional shape on
 * points over bone (weak perspective: rotation, distance and shear of a rigid head; a tilted sheet of paper is one of
 * its cases), and measures what is left at lids, brows and lips. Undefined when no camera fits.
 */
export function nonRigidMotion(meshes: readonly FaceMesh[], reference: FaceMesh): NonRigidMotion | undefined {
  const unit = eyeDistance(reference)
  if (!(unit > 0)) return undefined
  const normal = solver(reference)
  if (normal === undefined) return undefined
  const count = EXPRESSIVE_POINTS.length
  const residuals: Float64Array[] = []
  for (const mesh of meshes) {
    const camera = [0, 1].map((axis) => normal(mesh, axis)) as [number[], number[]]
    const scale = Math.hypot(camera[0][0]!, camera[0][1]!)
    if (!(scale > 0)) return undefined
    const row = new Float64Array(2 * count)
    for (const [i, point] of EXPRESSIVE_POINTS.entries()) {
      for (const axis of [0, 1]) {
        const [a, b, c, d] = camera[axis] as [number, number, number, number]
        const at = 3 * point
        const expected =
          a * reference.points[at]! + b * reference.points[at + 1]! + c * reference.points[at + 2]! + d
        row[2 * i + axis] = (mesh.points[at + axis]! - expected) / (scale * unit)
      }
    }
    residuals.push(row)
  }
  return variances(residuals, count)
}

function variances(residuals: readonly Float64Array[], count: number): NonRigidMotion {
  const frames = residuals.length
  let total = 0
  let rough = 0
  for (let k = 0; k < 2 * count; k++) {
    let mean = 0
    for (const row of residuals) mean += row[k]! / frames
    for (const row of residuals) total += (row[k]! - mean) ** 2
    for (let t = 1; t + 1 < frames; t++) {
      rough += (residuals[t - 1]![k]! - 2 * residuals[t]![k]! + residuals[t + 1]![k]!) ** 2
    }
  }
  return { variance: total / (count * frames), noiseVariance: rough / (6 * count * Math.max(1, frames - 2)) }
}

/** Least squares of `target axis = a x + b y + c z + d` over the stable points; the matrix is inverted once. */
function solver(reference: FaceMesh): ((mesh: FaceMesh, axis: number) => number[]) | undefined {
  const rows = STABLE_POINTS.map((point) => [
    reference.points[3 * point]!,
    reference.points[3 * point + 1]!,
    reference.points[3 * point + 2]!,
    1,
  ])
  const matrix = Array.from({ length: 4 }, (_, i) => [
    ...Array.from({ length: 4 }, (_, j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
    ...Array.from({ length: 4 }, (_, j) => (i === j ? 1 : 0)),
  ])
  // A mesh without relief would leave the third coefficient free: it is held near 0.
  const trace = matrix[0]![0]! + matrix[1]![1]!
  for (let k = 0; k < 3; k++) matrix[k]![k]! += 1e-6 * trace
  for (let column = 0; column < 4; column++) {
    const from = matrix
      .slice(column)
      .reduce((best, row) => (Math.abs(row[column]!) > Math.abs(best[column]!) ? row : best))
    const at = matrix.indexOf(from)
    if (!(Math.abs(from[column]!) > 1e-9)) return undefined
    matrix[at] = matrix[column]!
    matrix[column] = from.map((value) => value / from[column]!)
    for (const [i, row] of matrix.entries()) {
      if (i === column) continue
      const factor = row[column]!
      matrix[i] = row.map((value, k) => value - factor * matrix[column]![k]!)
    }
  }
  const inverse = matrix.map((row) => row.slice(4))
  return (mesh, axis) => {
    const right = [0, 1, 2, 3].map((i) =>
      rows.reduce((sum, row, k) => sum + row[i]! * mesh.points[3 * STABLE_POINTS[k]! + axis]!, 0),
    )
    return inverse.map((row) => row.reduce((sum, value, k) => sum + value * right[k]!, 0))
  }
}

/** Between the outer corners' midpoints would do as well; these are the eyes' outer corners over 1.55. */
function eyeDistance({ points }: FaceMesh): number {
  return Math.hypot(points[3 * 33]! - points[3 * 263]!, points[3 * 33 + 1]! - points[3 * 263 + 1]!) / 1.45
}
