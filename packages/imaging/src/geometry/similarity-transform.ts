import { ImagingError, type Point } from '@faceward/spec'

/**
 * A rotation, a uniform scale and a shift: maps (x, y) to (a x - b y + tx, b x + a y + ty).
 * Its scale is `hypot(a, b)`, its angle `atan2(b, a)` (clockwise on the screen, since y points down).
 */
export interface SimilarityTransform {
  readonly a: number
  readonly b: number
  readonly tx: number
  readonly ty: number
}

/** Maps every point to itself. */
export const IDENTITY_TRANSFORM: SimilarityTransform = { a: 1, b: 0, tx: 0, ty: 0 }

/** The image of a point. */
export function applySimilarity(transform: SimilarityTransform, point: Point): Point {
  const { a, b, tx, ty } = transform
  return { x: a * point.x - b * point.y + tx, y: b * point.x + a * point.y + ty }
}

/**
 * The transform that undoes another.
 * @throws ImagingError `degenerate-geometry` when the transform has no scale.
 */
export function invertSimilarity(transform: SimilarityTransform): SimilarityTransform {
  const { a, b, tx, ty } = transform
  const squaredScale = a * a + b * b
  if (!(squaredScale > 0) || !Number.isFinite(squaredScale)) throw degenerate()
  const inverseA = a / squaredScale
  const inverseB = -b / squaredScale
  return {
    a: inverseA,
    b: inverseB,
    tx: -(inverseA * tx - inverseB * ty),
    ty: -(inverseB * tx + inverseA * ty),
  }
}

/** The transform that applies `first`, then `second`. */
export function composeSimilarity(
  second: SimilarityTransform,
  first: SimilarityTransform,
): SimilarityTransform {
  const shift = applySimilarity(second, { x: first.tx, y: first.ty })
  return {
    a: second.a * first.a - second.b * first.b,
    b: second.b * first.a + second.a * first.b,
    tx: shift.x,
    ty: shift.y,
  }
}

/**
 * The similarity that takes `from` to `to` with the least sum of squared distances; never a reflection.
 * In the plane, Umeyama's solution (IEEE TPAMI 13(4), 1991) is a linear regression of complex numbers.
 * @throws ImagingError `degenerate-geometry` when the lists differ in length, hold fewer than two points, or
 * all points of one list coincide.
 */
export function estimateSimilarity(from: readonly Point[], to: readonly Point[]): SimilarityTransform {
  if (from.length !== to.length || from.length < 2) throw degenerate()
  const fromMean = meanPoint(from)
  const toMean = meanPoint(to)
  let real = 0
  let imaginary = 0
  let spread = 0
  for (const [index, point] of from.entries()) {
    const target = to[index]!
    const x = point.x - fromMean.x
    const y = point.y - fromMean.y
    const u = target.x - toMean.x
    const v = target.y - toMean.y
    real += x * u + y * v
    imaginary += x * v - y * u
    spread += x * x + y * y
  }
  const a = real / spread
  const b = imaginary / spread
  if (!(spread > 0) || !Number.isFinite(a) || !Number.isFinite(b) || (a === 0 && b === 0)) throw degenerate()
  return {
    a,
    b,
    tx: toMean.x - (a * fromMean.x - b * fromMean.y),
    ty: toMean.y - (b * fromMean.x + a * fromMean.y),
  }
}

function meanPoint(points: readonly Point[]): Point {
  let x = 0
  let y = 0
  for (const point of points) {
    x += point.x
    y += point.y
  }
  return { x: x / points.length, y: y / points.length }
}

function degenerate(): ImagingError {
  return new ImagingError('No similarity transform fits: at least two distinct, finite points are needed.', {
    code: 'degenerate-geometry',
  })
}
