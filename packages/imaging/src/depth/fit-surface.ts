import { upperMedian } from '../measure/upper-median.js'

/** `height = c[0] + c[1] u + c[2] v` for a plane, with `+ c[3] u^2 + c[4] u v + c[5] v^2` for a quadric. */
export interface SurfaceFit {
  readonly coefficients: readonly number[]
  /** Root mean square of the residuals of the points the fit kept. */
  readonly rms: number
  /** Points it kept. */
  readonly count: number
}

/** Points over a plane, in any one unit: `height[i]` at (`u[i]`, `v[i]`). */
export interface HeightPoints {
  readonly u: ArrayLike<number>
  readonly v: ArrayLike<number>
  readonly height: ArrayLike<number>
  readonly length: number
}

/** Rounds of least absolute deviations, by weights, which large residuals cannot drag along; then of trimming. */
const ABSOLUTE_ROUNDS = 6
const TRIMMED_ROUNDS = 3
/** Residuals beyond this many robust standard deviations are left out of the next round. */
const TRIM = 3
const NORMAL_PER_MAD = 1.4826

/**
 * A plane or quadric through most of the points: least absolute deviations first, then least squares without what
 * lies beyond three robust deviations. `undefined` when fewer points than twice the unknowns remain, or they do
 * not span the plane.
 */
export function fitSurface(points: HeightPoints, kind: 'plane' | 'quadric'): SurfaceFit | undefined {
  const unknowns = kind === 'plane' ? 3 : 6
  if (points.length < 2 * unknowns) return undefined
  const scale = largest(points)
  const weights = new Float64Array(points.length).fill(1)
  const sizes = new Float64Array(points.length)
  const scratch = new Float64Array(points.length)
  const medianSize = (fit: readonly number[]): number => {
    measureResiduals(points, fit, sizes)
    scratch.set(sizes)
    return upperMedian(scratch)
  }
  let coefficients = solveOnce(points, weights, scale, unknowns)
  for (let round = 0; coefficients !== undefined && round < ABSOLUTE_ROUNDS; round++) {
    const floor = 0.05 * medianSize(coefficients) + 1e-9
    for (let i = 0; i < sizes.length; i++) weights[i] = floor / Math.max(floor, sizes[i]!)
    coefficients = solveOnce(points, weights, scale, unknowns)
  }
  for (let round = 0; coefficients !== undefined && round < TRIMMED_ROUNDS; round++) {
    const limit = TRIM * NORMAL_PER_MAD * medianSize(coefficients) + 1e-6
    for (let i = 0; i < sizes.length; i++) weights[i] = sizes[i]! <= limit ? 1 : 0
    coefficients = solveOnce(points, weights, scale, unknowns)
  }
  if (coefficients === undefined) return undefined
  measureResiduals(points, coefficients, sizes)
  return summarise(sizes, weights, coefficients)
}

function summarise(
  sizes: Float64Array,
  weights: Float64Array,
  coefficients: readonly number[],
): SurfaceFit | undefined {
  let squares = 0
  let count = 0
  for (let i = 0; i < sizes.length; i++) {
    if (weights[i] === 0) continue
    squares += sizes[i]! ** 2
    count++
  }
  return count < 2 * coefficients.length
    ? undefined
    : { coefficients, rms: Math.sqrt(squares / count), count }
}

function measureResiduals(
  { u, v, height }: HeightPoints,
  coefficients: readonly number[],
  sizes: Float64Array,
): void {
  const [c0 = 0, c1 = 0, c2 = 0, c3 = 0, c4 = 0, c5 = 0] = coefficients
  for (let i = 0; i < sizes.length; i++) {
    const x = u[i]!
    const y = v[i]!
    sizes[i] = Math.abs(height[i]! - (c0 + c1 * x + c2 * y + c3 * x * x + c4 * x * y + c5 * y * y))
  }
}

/** The surface's height over (u, v). */
export function surfaceAt(coefficients: readonly number[], u: number, v: number): number {
  const [c0 = 0, c1 = 0, c2 = 0, c3 = 0, c4 = 0, c5 = 0] = coefficients
  return c0 + c1 * u + c2 * v + c3 * u * u + c4 * u * v + c5 * v * v
}

/**
 * Principal curvatures at the origin of a quadric whose plane is the tangent one, larger magnitude first; positive
 * where the surface is hollow towards `height` (its height grows away from the origin).
 */
export function principalCurvatures({ coefficients }: SurfaceFit): readonly [number, number] {
  const [, , , c3 = 0, c4 = 0, c5 = 0] = coefficients
  const middle = c3 + c5
  const spread = Math.hypot(c3 - c5, c4)
  const [one, other] = [middle + spread, middle - spread]
  return Math.abs(one) >= Math.abs(other) ? [one, other] : [other, one]
}

function solveOnce(
  points: HeightPoints,
  weights: Float64Array,
  scale: number,
  n: number,
): readonly number[] | undefined {
  if (!(scale > 0)) return undefined
  const normal = n === 3 ? planeEquations(points, weights, scale) : quadricEquations(points, weights, scale)
  for (let r = 1; r < n; r++) for (let c = 0; c < r; c++) normal[r * (n + 1) + c] = normal[c * (n + 1) + r]!
  const solved = eliminate(normal, n)
  const powers = [1, scale, scale, scale * scale, scale * scale, scale * scale]
  return solved?.map((value, i) => value / powers[i]!)
}

/** The upper half of a plane's normal equations, and their right side. */
function planeEquations(points: HeightPoints, weights: Float64Array, scale: number): Float64Array {
  let [n00, n01, n02, h0] = [0, 0, 0, 0]
  let [n11, n12, h1] = [0, 0, 0]
  let [n22, h2] = [0, 0]
  for (let i = 0; i < points.length; i++) {
    const weight = weights[i]!
    if (weight === 0) continue
    const u = points.u[i]! / scale
    const v = points.v[i]! / scale
    const height = points.height[i]!
    const weightedU = weight * u
    const weightedV = weight * v
    n00 += weight
    n01 += weightedU
    n02 += weightedV
    h0 += weight * height
    n11 += weightedU * u
    n12 += weightedU * v
    h1 += weightedU * height
    n22 += weightedV * v
    h2 += weightedV * height
  }
  return Float64Array.of(n00, n01, n02, h0, 0, n11, n12, h1, 0, 0, n22, h2)
}

/** As {@link planeEquations}, six unknowns: row by row, written out because a loop over them takes much longer. */
function quadricEquations(points: HeightPoints, weights: Float64Array, scale: number): Float64Array {
  const normal = new Float64Array(6 * 7)
  for (let i = 0; i < points.length; i++) {
    const weight = weights[i]!
    if (weight === 0) continue
    const u = points.u[i]! / scale
    const v = points.v[i]! / scale
    const uu = u * u
    const uv = u * v
    const vv = v * v
    const height = points.height[i]!
    normal[0]! += weight
    normal[1]! += weight * u
    normal[2]! += weight * v
    normal[3]! += weight * uu
    normal[4]! += weight * uv
    normal[5]! += weight * vv
    normal[6]! += weight * height
    let weighted = weight * u
    normal[8]! += weighted * u
    normal[9]! += weighted * v
    normal[10]! += weighted * uu
    normal[11]! += weighted * uv
    normal[12]! += weighted * vv
    normal[13]! += weighted * height
    weighted = weight * v
    normal[16]! += weighted * v
    normal[17]! += weighted * uu
    normal[18]! += weighted * uv
    normal[19]! += weighted * vv
    normal[20]! += weighted * height
    weighted = weight * uu
    normal[24]! += weighted * uu
    normal[25]! += weighted * uv
    normal[26]! += weighted * vv
    normal[27]! += weighted * height
    weighted = weight * uv
    normal[32]! += weighted * uv
    normal[33]! += weighted * vv
    normal[34]! += weighted * height
    weighted = weight * vv
    normal[40]! += weighted * vv
    normal[41]! += weighted * height
  }
  return normal
}

function largest({ u, v, length }: HeightPoints): number {
  let scale = 0
  for (let i = 0; i < length; i++) scale = Math.max(scale, Math.abs(u[i]!), Math.abs(v[i]!))
  return scale
}

/** Gaussian elimination with partial pivoting of an n x (n + 1) system. */
function eliminate(rows: Float64Array, n: number): number[] | undefined {
  const width = n + 1
  for (let column = 0; column < n; column++) {
    let pivot = column
    for (let r = column + 1; r < n; r++) {
      if (Math.abs(rows[r * width + column]!) > Math.abs(rows[pivot * width + column]!)) pivot = r
    }
    const head = rows[pivot * width + column]!
    if (!(Math.abs(head) > 1e-12 * Math.max(1, rows[0]!))) return undefined
    for (let c = 0; c < width; c++) {
      const swap = rows[column * width + c]!
      rows[column * width + c] = rows[pivot * width + c]!
      rows[pivot * width + c] = swap
    }
    for (let r = 0; r < n; r++) {
      if (r === column) continue
      const factor = rows[r * width + column]! / rows[column * width + column]!
      if (factor === 0) continue
      for (let c = column; c < width; c++) rows[r * width + c]! -= factor * rows[column * width + c]!
    }
  }
  return Array.from({ length: n }, (_, i) => rows[i * width + n]! / rows[i * width + i]!)
}
