import { ImagingError, type Point } from '@faceward/spec'

/** A projective map of the plane, row by row: [x', y', w'] = H [x, y, 1]; the last entry is 1. */
export type Homography = readonly [number, number, number, number, number, number, number, number, number]

/** The image of a point. */
export function applyHomography(h: Homography, { x, y }: Point): Point {
  const w = h[6] * x + h[7] * y + h[8]
  return { x: (h[0] * x + h[1] * y + h[2]) / w, y: (h[3] * x + h[4] * y + h[5]) / w }
}

/**
 * The homography that takes `from` to `to` with the least algebraic error on normalised points (Hartley, IEEE TPAMI
 * 19(6), 1997; last entry 1, so the origin of `from` must not map to infinity).
 * @throws ImagingError `degenerate-geometry` when the lists differ in length, hold fewer than four points, or all
 * points of one lie on a line.
 */
export function estimateHomography(from: readonly Point[], to: readonly Point[]): Homography {
  if (from.length !== to.length || from.length < 4) throw degenerate()
  const a = normalisation(from)
  const b = normalisation(to)
  // Normal equations of the linear system in the eight unknowns.
  const matrix = Array.from({ length: 8 }, () => new Float64Array(9))
  const row = new Float64Array(9)
  for (const [index, point] of from.entries()) {
    const x = (point.x - a.x) * a.scale
    const y = (point.y - a.y) * a.scale
    const u = (to[index]!.x - b.x) * b.scale
    const v = (to[index]!.y - b.y) * b.scale
    row.set([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
    accumulate(matrix, row)
    row.set([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    accumulate(matrix, row)
  }
  const h = solve(matrix)
  // Back to the points' own coordinates: B^-1 H A.
  const scaled = [...h, 1].map((value, i) => value * (i % 3 === 2 ? 1 : a.scale))
  for (let r = 0; r < 3; r++) scaled[3 * r + 2]! -= scaled[3 * r]! * a.x + scaled[3 * r + 1]! * a.y
  const full = scaled.map((value, i) =>
    i < 6 ? value / b.scale + (i < 3 ? b.x : b.y) * scaled[6 + (i % 3)]! : value,
  )
  const last = full[8]!
  if (!(Math.abs(last) > 1e-12)) throw degenerate()
  return full.map((value) => value / last) as unknown as Homography
}

function normalisation(points: readonly Point[]): { x: number; y: number; scale: number } {
  let x = 0
  let y = 0
  for (const point of points) {
    x += point.x / points.length
    y += point.y / points.length
  }
  let distance = 0
  for (const point of points) distance += Math.hypot(point.x - x, point.y - y) / points.length
  if (!(distance > 0) || !Number.isFinite(distance)) throw degenerate()
  return { x, y, scale: Math.SQRT2 / distance }
}

function accumulate(matrix: readonly Float64Array[], row: Float64Array): void {
  for (let i = 0; i < 8; i++) {
    const weight = row[i]!
    if (weight === 0) continue
    const target = matrix[i]!
    for (let j = 0; j < 9; j++) target[j]! += weight * row[j]!
  }
}

/** Gaussian elimination with pivots; the ninth column is the right side. */
function solve(matrix: Float64Array[]): number[] {
  for (let column = 0; column < 8; column++) {
    let pivot = column
    for (let r = column + 1; r < 8; r++) {
      if (Math.abs(matrix[r]![column]!) > Math.abs(matrix[pivot]![column]!)) pivot = r
    }
    const chosen = matrix[pivot]!
    if (!(Math.abs(chosen[column]!) > 1e-9)) throw degenerate()
    matrix[pivot] = matrix[column]!
    matrix[column] = chosen
    for (let r = 0; r < 8; r++) {
      if (r === column) continue
      const target = matrix[r]!
      const factor = target[column]! / chosen[column]!
      for (let k = column; k < 9; k++) target[k]! -= factor * chosen[k]!
    }
  }
  return matrix.map((row, i) => row[8]! / row[i]!)
}

function degenerate(): ImagingError {
  return new ImagingError('No homography fits: at least four points, not on a line, are needed.', {
    code: 'degenerate-geometry',
  })
}
