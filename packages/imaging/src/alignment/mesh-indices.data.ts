/**
 * Points of MediaPipe's 468-point face mesh (canonical face model). Sides are the subject's own.
 */
export const MESH_POINT_COUNT = 468

/** The right eye's contour: lower lid from the outer to the inner corner, then the upper lid back. */
export const MESH_RIGHT_EYE: readonly number[] = [
  33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246,
]

/** The left eye's contour: lower lid from the outer to the inner corner, then the upper lid back. */
export const MESH_LEFT_EYE: readonly number[] = [
  263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466,
]

export const MESH_NOSE_TIP = 1
export const MESH_NOSE_BASE = 2
export const MESH_MOUTH_RIGHT = 61
export const MESH_MOUTH_LEFT = 291
export const MESH_FOREHEAD_TOP = 10
export const MESH_CHIN = 152
/** In front of the right and the left ear. */
export const MESH_CHEEK_RIGHT = 234
export const MESH_CHEEK_LEFT = 454

/**
 * Six points an eye for the eye aspect ratio (Soukupova and Cech, CVWW 2016): outer and inner corner, upper
 * lid outer and inner, lower lid outer and inner.
 */
export const MESH_RIGHT_EYE_RATIO: readonly number[] = [33, 133, 160, 158, 144, 153]
export const MESH_LEFT_EYE_RATIO: readonly number[] = [263, 362, 387, 385, 373, 380]

/** The face's outline, clockwise in an unmirrored picture from the top of the forehead. */
export const MESH_FACE_OVAL: readonly number[] = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
  150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
]
