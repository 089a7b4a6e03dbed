import type { FaceMesh, Point } from '@faceward/spec'
import { STABLE_POINTS } from './mesh-regions.data.js'
import { bonePoints, planeResidual, spreadOf } from './plane-residual.js'

/** A turn of the head between two frames, degrees, as the mesh tells it. */
export interface Turn {
  readonly yawDegrees: number
  readonly pitchDegrees: number
}

/** What a turn left to see of a head's relief. */
export interface TurnRelief {
  /** How much narrower or shorter the face became, as a share, for each degree of the turn. */
  readonly foreshorteningPerDegree: number
  /** Correlation of what no plane explains with what this face's relief would leave in the same turn. */
  readonly agreement: number
  /** How much of it there is of what the relief would leave; 1 = all. */
  readonly share: number
  /** Width over height of the face, in the frame where it is farther from any face's. */
  readonly proportion: number
}

/**
 * A picture has to be tilted by 50 degrees and more before the mesh network sees a turn of 15 in it, and then it is
 * much narrower, or shorter, than a head that turned so little; what no plane explains is the network's doubt, not a
 * nose before cheeks. Measured (docs/decisions/0041): per degree, heads foreshorten by 0.2 to 0.5 % (sideways) and 0.2
 * to 0.8 % (up) at the 98th percentile, pictures by 0.8 % and 1.7 % at least.
 */
const LIMITS = {
  foreshorteningPerDegree: { aside: 0.0075, up: 0.0095 },
  agreement: 0.8,
  share: { least: 0.4, most: 1.15 },
  /** Of faces of LFW and of the Kinect's people: 1.31 to 1.94. A picture that was aslant before the turn is outside. */
  proportion: { least: 1.28, most: 1.95 },
}

/** Whether a turn showed the relief of a head: what no picture shows, however it is zoomed, panned or tilted. */
export function showsRelief(rest: FaceMesh, turned: FaceMesh, turn: Turn): boolean {
  const relief = turnRelief(rest, turned, turn)
  if (relief === undefined) return false
  const { foreshorteningPerDegree, agreement, share, proportion } = relief
  const isAside = Math.abs(turn.yawDegrees) >= Math.abs(turn.pitchDegrees)
  return (
    foreshorteningPerDegree <= LIMITS.foreshorteningPerDegree[isAside ? 'aside' : 'up'] &&
    agreement >= LIMITS.agreement &&
    share >= LIMITS.share.least &&
    share <= LIMITS.share.most &&
    proportion >= LIMITS.proportion.least &&
    proportion <= LIMITS.proportion.most
  )
}

/** Undefined when nothing can be fitted to the points. */
export function turnRelief(rest: FaceMesh, turned: FaceMesh, turn: Turn): TurnRelief | undefined {
  const [from, to] = [bonePoints(rest), bonePoints(turned)]
  const left = planeResidual(from, to)
  const expected = turnedPoints(rest, turn)
  const scale = spreadOf(to, 'y') / spreadOf(expected, 'y')
  const ofRelief = planeResidual(
    from,
    expected.map(({ x, y }) => ({ x: x * scale, y: y * scale })),
  )
  if (left === undefined || ofRelief === undefined) return undefined
  const [own, other, both] = [product(left, left), product(ofRelief, ofRelief), product(left, ofRelief)]
  const degrees = Math.max(Math.abs(turn.yawDegrees), Math.abs(turn.pitchDegrees))
  const relief = {
    foreshorteningPerDegree: foreshortening(from, to) / degrees,
    agreement: both / Math.sqrt(own * other),
    share: both / other,
    proportion: farther(proportionOf(rest), proportionOf(turned)),
  }
  return Object.values(relief).every(Number.isFinite) ? relief : undefined
}

/** The points over bone of a mesh that turns, seen from afar. */
function turnedPoints({ points }: FaceMesh, { yawDegrees, pitchDegrees }: Turn): Point[] {
  const [yaw, pitch] = [(yawDegrees * Math.PI) / 180, (pitchDegrees * Math.PI) / 180]
  return STABLE_POINTS.map((index) => {
    const [x, y, z] = [points[3 * index]!, points[3 * index + 1]!, points[3 * index + 2]!]
    const depth = x * Math.sin(yaw) + z * Math.cos(yaw)
    return {
      x: x * Math.cos(yaw) - z * Math.sin(yaw),
      y: y * Math.cos(pitch) + depth * Math.sin(pitch),
    }
  })
}

const product = (one: readonly Point[], other: readonly Point[]): number =>
  one.reduce((sum, { x, y }, i) => sum + x * other[i]!.x + y * other[i]!.y, 0)

/** One less the ratio of the singular values of the affine map that fits best: 0 for a mere change of size. */
function foreshortening(from: readonly Point[], to: readonly Point[]): number {
  const [f, t] = [centred(from), centred(to)]
  const sum = (of: (a: Point, b: Point) => number) =>
    f.reduce((total, point, i) => total + of(point, t[i]!), 0)
  const [xx, xy, yy] = [sum((a) => a.x * a.x), sum((a) => a.x * a.y), sum((a) => a.y * a.y)]
  const determinant = xx * yy - xy * xy
  const row = (axis: keyof Point) => {
    const [u, v] = [sum((a, b) => b[axis] * a.x), sum((a, b) => b[axis] * a.y)]
    return [(u * yy - v * xy) / determinant, (v * xx - u * xy) / determinant] as const
  }
  const [[a, b], [c, d]] = [row('x'), row('y')]
  const squares = a * a + b * b + c * c + d * d
  const area = Math.abs(a * d - b * c)
  const larger = Math.sqrt((squares + Math.sqrt(Math.max(0, squares ** 2 - 4 * area ** 2))) / 2)
  return 1 - area / larger ** 2
}

function centred(points: readonly Point[]): Point[] {
  const [x, y] = (['x', 'y'] as const).map(
    (axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length,
  )
  return points.map((point) => ({ x: point.x - x!, y: point.y - y! }))
}

/** Spread across over spread down, the eyes' line made level. */
function proportionOf(mesh: FaceMesh): number {
  const { points } = mesh
  const angle = Math.atan2(points[3 * 263 + 1]! - points[3 * 33 + 1]!, points[3 * 263]! - points[3 * 33]!)
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)]
  const level = bonePoints(mesh).map(({ x, y }) => ({
    x: cosine * x + sine * y,
    y: cosine * y - sine * x,
  }))
  return spreadOf(level, 'x') / spreadOf(level, 'y')
}

const MIDDLE_PROPORTION = Math.sqrt(LIMITS.proportion.least * LIMITS.proportion.most)
const farther = (one: number, other: number): number =>
  Math.abs(Math.log(one / MIDDLE_PROPORTION)) > Math.abs(Math.log(other / MIDDLE_PROPORTION)) ? one : other
