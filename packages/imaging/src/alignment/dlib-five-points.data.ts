import type { Point } from '@faceward/spec'

/**
 * dlib's mean face of the five-landmark model on a unit square (`get_face_chip_details`, dlib
 * image_transforms/interpolation.h): left eye's outer and inner corner, right eye's outer and inner corner,
 * base of the nose. Sides are the subject's own.
 */
export const DLIB_FIVE_POINTS: readonly Point[] = [
  { x: 0.8595674595992, y: 0.2134981538014 },
  { x: 0.6460604764104, y: 0.2289674387677 },
  { x: 0.1205750620789, y: 0.2137274526848 },
  { x: 0.3340850613712, y: 0.2290642403242 },
  { x: 0.4901123135679, y: 0.6277975316475 },
]

/** The mesh points that stand for {@link DLIB_FIVE_POINTS}, in the same order. */
export const DLIB_MESH_INDICES: readonly number[] = [263, 362, 33, 133, 2]
