import type { FaceMesh } from '@faceward/spec'
import { eyeOpenness } from '../motion/eye-openness.js'
import { bonePoints, spreadOf } from '../motion/plane-residual.js'
import type { MeshedSample } from '../sequence/samples-with-mesh.js'

/** What the actions are recognised by, in one frame. */
export interface ActionSignals {
  readonly timestampMs: number
  readonly yawDegrees: number
  readonly pitchDegrees: number
  /** Height of the face over bone, pixels: how near it is. */
  readonly size: number
  readonly eyeOpenness: number
  /** Gap between the inner lips over the mouth's width. */
  readonly mouthOpenness: number
  /** Width of the mouth over the width between the eyes' outer corners. */
  readonly mouthWidth: number
  readonly mesh: FaceMesh
}

export function actionSignals({ mesh, pose, timestampMs }: MeshedSample): ActionSignals {
  const mouth = distance(mesh, 61, 291)
  return {
    timestampMs,
    yawDegrees: pose.yawDegrees,
    pitchDegrees: pose.pitchDegrees,
    size: spreadOf(bonePoints(mesh), 'y'),
    eyeOpenness: eyeOpenness(mesh),
    mouthOpenness: mouth > 0 ? distance(mesh, 13, 14) / mouth : 0,
    mouthWidth: mouth / Math.max(1e-6, distance(mesh, 33, 263)),
    mesh,
  }
}

function distance({ points }: FaceMesh, a: number, b: number): number {
  return Math.hypot(points[3 * a]! - points[3 * b]!, points[3 * a + 1]! - points[3 * b + 1]!)
}
