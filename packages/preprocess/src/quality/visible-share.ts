import { isInsideImage, MESH_FACE_OVAL, meshPoint, shareInsideImage } from '@faceward/imaging'
import type { Box, FaceMesh, FivePoints } from '@faceward/spec'

interface Size {
  readonly width: number
  readonly height: number
}

/**
 * How much of a face is inside the image, 0..1: the share of the mesh's outline, or of the detector's box where
 * there is no mesh; 0 when an eye, the nose or a corner of the mouth is outside.
 */
export function visibleShare(
  face: { readonly box: Box; readonly fivePoints: FivePoints; readonly mesh?: FaceMesh },
  image: Size,
): number {
  const { box, fivePoints, mesh } = face
  if (!Object.values(fivePoints).every((point) => isInsideImage(point, image))) return 0
  if (mesh === undefined) return shareInsideImage(box, image)
  const inside = MESH_FACE_OVAL.filter((index) => isInsideImage(meshPoint(mesh, index), image))
  return inside.length / MESH_FACE_OVAL.length
}
