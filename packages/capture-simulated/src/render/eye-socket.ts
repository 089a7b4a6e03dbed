import { ellipsoid, smoothIntersection } from '../field/shapes.js'
import type { Proportions } from '../person/proportions.js'
import type { Expression, Gaze } from '../scene/scene.js'

const RADIANS = Math.PI / 180
/** Radius of the eyeball (Bekerman, Gottlieb and Vaiman, 2014: about 24 mm across). */
export const EYEBALL = 12
const LID = 1.9

/** One eye of one frame: the ball with its gaze, and lids opened by turning about the axis of the corners. */
export class EyeSocket {
  readonly centreX: number
  readonly centreZ: number
  readonly side: 1 | -1
  /** Unit gaze in head space, and how open the eye is, 0 to 1. */
  readonly gazeX: number
  readonly gazeY: number
  readonly gazeZ: number
  readonly halfWidth: number
  private readonly tiltSin: number
  private readonly tiltCos: number
  private readonly upperSin: number
  private readonly upperCos: number
  private readonly lowerSin: number
  private readonly lowerCos: number
  /** Local coordinates of the last point asked about: outwards, up, forward. */
  u = 0
  v = 0
  w = 0

  constructor(p: Proportions, side: 1 | -1, gaze: Gaze, closed: number, expression: Expression) {
    this.side = side
    this.centreX = (side * p.interocular) / 2
    this.centreZ = -p.eyeDepth
    this.halfWidth = p.fissureWidth / 2
    const tilt = p.canthalTiltDegrees * RADIANS
    this.tiltSin = Math.sin(tilt)
    this.tiltCos = Math.cos(tilt)
    // Lids follow the gaze up and down, open wider under raised brows and narrow in a smile.
    const open =
      p.upperLidDegrees + gaze.pitchDegrees * 0.55 + expression.browRaise * 4 - expression.smile * 2
    const lowest = p.lowerLidDegrees + gaze.pitchDegrees * 0.22 + expression.smile * 6
    const meet = lowest + 2.5
    const upper = (Math.max(open, meet) + (meet - 1.5 - Math.max(open, meet)) * closed) * RADIANS
    const lower = (lowest + (meet + 0.5 - lowest) * closed) * RADIANS
    this.upperSin = Math.sin(upper)
    this.upperCos = Math.cos(upper)
    this.lowerSin = Math.sin(lower)
    this.lowerCos = Math.cos(lower)
    const yaw = gaze.yawDegrees * RADIANS
    const pitch = gaze.pitchDegrees * RADIANS
    this.gazeX = Math.sin(yaw) * Math.cos(pitch)
    this.gazeY = Math.sin(pitch)
    this.gazeZ = Math.cos(yaw) * Math.cos(pitch)
  }

  private toLocal(x: number, y: number, z: number): void {
    const dx = (x - this.centreX) * this.side
    this.u = dx * this.tiltCos + y * this.tiltSin
    this.v = y * this.tiltCos - dx * this.tiltSin
    this.w = z - this.centreZ
  }

  /** Distance to the lids. */
  lids(x: number, y: number, z: number): number {
    this.toLocal(x, y, z)
    const outer = ellipsoid(this.u, this.v, this.w, this.halfWidth + 2.6, EYEBALL + LID, EYEBALL + LID)
    const shell = Math.max(outer, -(outer + LID))
    // Behind the axis of the corners the lids are whole.
    const front = this.w - 1.5
    const upper = smoothIntersection(shell, Math.min(front, this.upperMargin()), 0.8)
    const lower = smoothIntersection(shell, Math.min(front, this.lowerMargin()), 0.8)
    return Math.min(upper, lower)
  }

  /** How far the last point lies below the upper lid's edge (negative: on the lid). */
  upperMargin(): number {
    return (this.w - 1.5) * this.upperSin - this.v * this.upperCos
  }

  /** How far the last point lies above the lower lid's edge. */
  lowerMargin(): number {
    return this.v * this.lowerCos - (this.w - 1.5) * this.lowerSin
  }

  /** Distance to what is seen between the lids. */
  ball(x: number, y: number, z: number): number {
    this.toLocal(x, y, z)
    return ellipsoid(this.u, this.v, this.w, this.halfWidth + 1.2, EYEBALL, EYEBALL)
  }

  /** A point of the lid's edge in head space: `along` -1 inner to 1 outer corner. */
  marginPoint(along: number, which: 'upper' | 'lower'): readonly [number, number, number] {
    const sin = which === 'upper' ? this.upperSin : this.lowerSin
    const cos = which === 'upper' ? this.upperCos : this.lowerCos
    const a = this.halfWidth + 2.6
    const r = EYEBALL + LID
    const u = along * a * Math.sqrt(1 - (1.5 / r) ** 2) * 0.985
    const rest = r * Math.sqrt(Math.max(0, 1 - (u / a) ** 2))
    // Parameter along the plane from the axis: (v, w) = (l sin, 1.5 + l cos), l^2 + 3 l cos + 2.25 = rest^2.
    const l = Math.max(0, -1.5 * cos + Math.sqrt(Math.max(0, 2.25 * cos * cos - 2.25 + rest * rest)))
    const v = l * sin
    const front = 1.5 + l * cos
    const dx = u * this.tiltCos - v * this.tiltSin
    const y = u * this.tiltSin + v * this.tiltCos
    return [this.centreX + dx * this.side, y, this.centreZ + front]
  }
}
