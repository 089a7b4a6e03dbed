import {
  eyeLineAngle,
  fivePointsFromMesh,
  MESH_CHEEK_LEFT,
  MESH_CHEEK_RIGHT,
  MESH_CHIN,
  MESH_FOREHEAD_TOP,
  MESH_MOUTH_LEFT,
  MESH_MOUTH_RIGHT,
} from '@faceward/imaging'
import type { FaceMesh, HeadPose } from '@faceward/spec'

/** Mesh points that stand opposite each other: the subject's right, then left. */
const PAIRS: readonly (readonly [number, number])[] = [
  [MESH_CHEEK_RIGHT, MESH_CHEEK_LEFT],
  [33, 263],
  [133, 362],
  [MESH_MOUTH_RIGHT, MESH_MOUTH_LEFT],
]

/**
 * The pitch that the mesh's axis shows for a level head, good to about 4 degrees: the median over 1,500
 * photographs of LFW's development view, whose people look about straight ahead, is -5.5; rendered heads of known
 * pitch give -8 to -13 (npm run lab -- recognition/measure-limits, src/rendered-people.test.ts).
 */
const LEVEL_PITCH_DEGREES = -8

/** A vector in image axes: x right, y down, z away from the camera. */
type Vector = readonly [number, number, number]

/**
 * Head pose from the mesh's own depth: roll from the eye line; then, with roll undone, yaw from how much nearer
 * one side of the face is than the other, and pitch from how much nearer the chin is than the forehead. So the
 * angles are of turning up, then aside, then tilting.
 */
export function headPoseFromMesh(mesh: FaceMesh): HeadPose {
  const roll = eyeLineAngle(fivePointsFromMesh(mesh))
  const across = turned(sum(PAIRS.map(([right, left]) => between(mesh, right, left))), -roll)
  const down = turned(between(mesh, MESH_FOREHEAD_TOP, MESH_CHIN), -roll)
  const yaw = Math.atan2(across[2], across[0])
  const depthOfDown = down[2] * Math.cos(yaw) - down[0] * Math.sin(yaw)
  const pitch = Math.atan2(-depthOfDown, down[1])
  return {
    yawDegrees: degrees(yaw),
    pitchDegrees: degrees(pitch) - LEVEL_PITCH_DEGREES,
    rollDegrees: degrees(roll),
  }
}

function between(mesh: FaceMesh, from: number, to: number): Vector {
  const at = (index: number, axis: number): number => mesh.points[index * 3 + axis]!
  return [at(to, 0) - at(from, 0), at(to, 1) - at(from, 1), at(to, 2) - at(from, 2)]
}

function sum(vectors: readonly Vector[]): Vector {
  return vectors.reduce((a, b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2]])
}

/** Turned in the picture's plane, clockwise on the screen. */
function turned([x, y, z]: Vector, angle: number): Vector {
  const cosine = Math.cos(angle)
  const sine = Math.sin(angle)
  return [cosine * x - sine * y, sine * x + cosine * y, z]
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI
}
