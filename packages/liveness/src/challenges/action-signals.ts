import type { FaceMesh } from '@faceward/spec'
import { eyeOpenness } from '../motion/eye-openness.js'
import { STABLE_POINTS } from '../motion/mesh-regions.data.js'
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
}

export function actionSignals({ mesh, pose, timestampMs }: MeshedSample): ActionSignals {
  const mouth = distance(mesh, 61, 291)
  return {
    timestampMs,
    yawDegrees: pose.yawDegrees,
    pitchDegrees: pose.pitchDegrees,
    size: spread(mesh),
    eyeOpenness: eyeOpenness(mesh),
    mouthOpenness: mouth > 0 ? distance(mesh, 13, 14) / mouth : 0,
    mouthWidth: mouth / Math.max(1e-6, distance(mesh, 33, 263)),
  }
}

function distance({ points }: FaceMesh, a: number, b: number): number {
  return Math.hypot(points[3 * a]! - points[3 * b]!, points[3 * a + 1]! - points[3 * b + 1]!)
}

function spread({ points }: FaceMesh): number {
  let [sum, squares] = [0, 0]
  for (const point of STABLE_POINTS) {
    sum += points[3 * point + 1]!
    squares += points[3 * point + 1]! ** 2
  }
  const n = STABLE_POINTS.length
  return Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2))
}
