import type { FivePoints } from '@faceward/spec'

/**
 * Where the five points stand on an ArcFace crop of 112 x 112 (insightface, `arcface_dst`). In the picture
 * the subject's right eye stands on the left.
 */
export const ARCFACE_FIVE_POINTS: FivePoints = {
  rightEye: { x: 38.2946, y: 51.6963 },
  leftEye: { x: 73.5318, y: 51.5014 },
  noseTip: { x: 56.0252, y: 71.7366 },
  mouthRight: { x: 41.5493, y: 92.3655 },
  mouthLeft: { x: 70.7299, y: 92.2041 },
}

/** The side of the crop the points above are meant on. */
export const ARCFACE_CROP_SIZE = 112
