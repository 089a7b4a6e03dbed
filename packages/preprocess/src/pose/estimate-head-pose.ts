import type { FaceMesh, FivePoints, HeadPose } from '@faceward/spec'
import { headPoseFromFivePoints } from './head-pose-from-five-points.js'
import { headPoseFromMesh } from './head-pose-from-mesh.js'

/** Head pose of a face: from its mesh, or coarsely from its five points. Signs as in {@link HeadPose}. */
export function estimateHeadPose(face: {
  readonly fivePoints: FivePoints
  readonly mesh?: FaceMesh
}): HeadPose {
  return face.mesh === undefined ? headPoseFromFivePoints(face.fivePoints) : headPoseFromMesh(face.mesh)
}
