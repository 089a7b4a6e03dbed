import type { Scene } from '../scene/scene.js'

const RADIANS = Math.PI / 180
/** The joint of head and neck in head space: where the head turns. */
export const PIVOT = [0, -52, -84] as const

/**
 * Where the head stands before the camera. Camera space: millimetres, x right, y down, z forward (as in
 * spec's intrinsics); head space: x to the subject's left, y up, z forward from the face.
 */
export interface HeadFrame {
  /** Head to camera, 3 x 3 row by row. */
  readonly rotation: Float64Array
  /** The pivot in camera space. */
  readonly pivotX: number
  readonly pivotY: number
  readonly pivotZ: number
}

/**
 * Yaw and pitch are those of the direction the face looks in, roll turns about that direction:
 * rotation = yaw about up, after pitch, after roll.
 */
export function createHeadFrame(scene: Scene): HeadFrame {
  const yaw = scene.pose.yawDegrees * RADIANS
  const pitch = scene.pose.pitchDegrees * RADIANS
  const roll = scene.pose.rollDegrees * RADIANS
  const cy = Math.cos(yaw)
  const sy = Math.sin(yaw)
  const cp = Math.cos(pitch)
  const sp = Math.sin(pitch)
  const cr = Math.cos(roll)
  const sr = Math.sin(roll)
  // Yaw: forward (0,0,1) to (sin, 0, cos). Pitch: forward to (0, sin, cos). Roll: up (0,1,0) to (sin, cos, 0).
  // R = Ry * Rx * Rz with Rz = [[cr, sr, 0], [-sr, cr, 0], [0, 0, 1]], Rx = [[1, 0, 0], [0, cp, sp], [0, -sp, cp]],
  // Ry = [[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]].
  const x0 = cr
  const x1 = sr
  const y0 = -sr * cp
  const y1 = cr * cp
  const y2 = sp
  const z0 = sr * sp
  const z1 = -cr * sp
  const z2 = cp
  // Then camera = diag(1, -1, -1) * R.
  const rotation = Float64Array.of(
    cy * x0 + sy * z0,
    cy * x1 + sy * z1,
    sy * z2,
    -y0,
    -y1,
    -y2,
    sy * x0 - cy * z0,
    sy * x1 - cy * z1,
    -cy * z2,
  )
  return {
    rotation,
    pivotX: scene.offset.xM * 1000 + PIVOT[0],
    pivotY: scene.offset.yM * 1000 - PIVOT[1],
    pivotZ: scene.distanceM * 1000 - PIVOT[2],
  }
}

/** A point of head space (millimetres) in camera space (metres). */
export function toCameraMetres(
  frame: HeadFrame,
  x: number,
  y: number,
  z: number,
): { x: number; y: number; z: number } {
  const r = frame.rotation
  const dx = x - PIVOT[0]
  const dy = y - PIVOT[1]
  const dz = z - PIVOT[2]
  return {
    x: (frame.pivotX + r[0]! * dx + r[1]! * dy + r[2]! * dz) / 1000,
    y: (frame.pivotY + r[3]! * dx + r[4]! * dy + r[5]! * dz) / 1000,
    z: (frame.pivotZ + r[6]! * dx + r[7]! * dy + r[8]! * dz) / 1000,
  }
}
