import type { HeadPose } from '@faceward/spec'

/** Where an instrument is held: its middle in the camera's frame (metres), turned as a head would be. */
export interface InstrumentPose extends HeadPose {
  readonly xM: number
  readonly yM: number
  readonly distanceM: number
}

const RADIANS = Math.PI / 180

/** Meets rays of a camera with a plane or with a cylinder about an upright axis. */
export class InstrumentGeometry {
  /** The last hit: places on the sheet (metres right of and below its middle as seen), depth, and facing, 0 to 1. */
  u = 0
  v = 0
  depth = 0
  facing = 0
  private readonly m: readonly number[]
  private readonly o: readonly [number, number, number]
  private readonly radius: number | undefined

  constructor(pose: InstrumentPose, bendRadius: number | undefined) {
    const [cy, sy] = [Math.cos(pose.yawDegrees * RADIANS), Math.sin(pose.yawDegrees * RADIANS)]
    const [cp, sp] = [Math.cos(pose.pitchDegrees * RADIANS), Math.sin(pose.pitchDegrees * RADIANS)]
    const [cr, sr] = [Math.cos(pose.rollDegrees * RADIANS), Math.sin(pose.rollDegrees * RADIANS)]
    // Columns of the sheet's axes in the camera's frame: right, down, and away from the viewer.
    const m = [
      cy * cr + sy * sr * sp,
      -cy * sr + sy * cr * sp,
      -sy * cp,
      sr * cp,
      cr * cp,
      sp,
      sy * cr - cy * sr * sp,
      -sy * sr - cy * cr * sp,
      cy * cp,
    ]
    this.m = m
    const { xM: x, yM: y, distanceM: z } = pose
    // The camera in the sheet's frame.
    this.o = [
      -(m[0]! * x + m[3]! * y + m[6]! * z),
      -(m[1]! * x + m[4]! * y + m[7]! * z),
      -(m[2]! * x + m[5]! * y + m[8]! * z),
    ]
    this.radius = bendRadius
  }

  /** @param a tangent of the ray to the right, `b` downwards @returns whether the sheet's surface is met */
  meet(a: number, b: number): boolean {
    const m = this.m
    const dx = m[0]! * a + m[3]! * b + m[6]!
    const dy = m[1]! * a + m[4]! * b + m[7]!
    const dz = m[2]! * a + m[5]! * b + m[8]!
    const [ox, oy, oz] = this.o
    const length = Math.sqrt(dx * dx + dy * dy + dz * dz)
    const r = this.radius
    if (r === undefined) {
      if (Math.abs(dz) < 1e-9) return false
      const t = -oz / dz
      if (t <= 0) return false
      this.u = ox + dx * t
      this.v = oy + dy * t
      this.depth = t
      this.facing = Math.abs(dz) / length
      return true
    }
    // Axis behind the middle of the sheet, at z = r: the bulge looks at the viewer.
    const az = oz - r
    const qa = dx * dx + dz * dz
    const qb = ox * dx + az * dz
    const under = qb * qb - qa * (ox * ox + az * az - r * r)
    if (under <= 0) return false
    const t = (-qb - Math.sqrt(under)) / qa
    if (t <= 0) return false
    const nx = (ox + dx * t) / r
    const nz = (az + dz * t) / r
    this.u = Math.atan2(nx, -nz) * r
    this.v = oy + dy * t
    this.depth = t
    this.facing = Math.max(0, -(nx * dx + nz * dz) / length)
    return true
  }
}
