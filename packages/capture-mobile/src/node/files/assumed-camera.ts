import type { Intrinsics } from '@faceward/spec'

/** Photographs of phones see about 65 degrees along their longer side; for maps in which nothing is measured. */
const FOCAL_OF_LONGER_SIDE = 0.785

export function assumedCamera(width: number, height: number): Intrinsics {
  const focal = FOCAL_OF_LONGER_SIDE * Math.max(width, height)
  return { width, height, focalX: focal, focalY: focal, principalX: width / 2, principalY: height / 2 }
}
