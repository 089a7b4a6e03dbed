import { type FaceMesh, type FivePoints, ImagingError, type Point } from '@faceward/spec'
import {
  MESH_LEFT_EYE,
  MESH_MOUTH_LEFT,
  MESH_MOUTH_RIGHT,
  MESH_NOSE_TIP,
  MESH_POINT_COUNT,
  MESH_RIGHT_EYE,
} from './mesh-indices.data.js'

/**
 * A mesh point in pixels of the image.
 * @throws ImagingError `degenerate-geometry` when the mesh is not of 468 points.
 */
export function meshPoint(mesh: FaceMesh, index: number): Point {
  return meanMeshPoint(mesh, [index])
}

/**
 * The mean of some mesh points.
 * @throws ImagingError `degenerate-geometry` when the mesh is not of 468 points.
 */
export function meanMeshPoint(mesh: FaceMesh, indices: readonly number[]): Point {
  const { points } = mesh
  if (points.length !== MESH_POINT_COUNT * 3) {
    throw new ImagingError('A face mesh has 468 points of three coordinates.', {
      code: 'degenerate-geometry',
    })
  }
  let x = 0
  let y = 0
  for (const index of indices) {
    x += points[index * 3]!
    y += points[index * 3 + 1]!
  }
  return { x: x / indices.length, y: y / indices.length }
}

/**
 * ArcFace's five points of a mesh: eye centres as the means of the eyes' contours, the tip of the nose, the
 * corners of the mouth.
 * @throws ImagingError `degenerate-geometry` when the mesh is not of 468 points.
 */
export function fivePointsFromMesh(mesh: FaceMesh): FivePoints {
  return {
    rightEye: meanMeshPoint(mesh, MESH_RIGHT_EYE),
    leftEye: meanMeshPoint(mesh, MESH_LEFT_EYE),
    noseTip: meshPoint(mesh, MESH_NOSE_TIP),
    mouthRight: meshPoint(mesh, MESH_MOUTH_RIGHT),
    mouthLeft: meshPoint(mesh, MESH_MOUTH_LEFT),
  }
}
