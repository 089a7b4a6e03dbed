import type { Box, Point } from '@faceward/spec'
import { ImagingError } from '@faceward/spec'
import type { SimilarityTransform } from '../geometry/similarity-transform.js'

interface Size {
  readonly width: number
  readonly height: number
}

/**
 * Destination to source for a square of the image about `center`, turned by `angleRadians` (clockwise on the
 * screen) and filling a destination of `size`; a destination that is no square shows more along its longer side.
 * @throws ImagingError `degenerate-geometry` when the square has no side.
 */
export function squareTransform(
  center: Point,
  side: number,
  angleRadians: number,
  size: Size,
): SimilarityTransform {
  const scale = side / Math.min(size.width, size.height)
  if (!(scale > 0)) {
    throw new ImagingError('A square without a side cannot be cut out.', { code: 'degenerate-geometry' })
  }
  const a = scale * Math.cos(angleRadians)
  const b = scale * Math.sin(angleRadians)
  return {
    a,
    b,
    tx: center.x - (a * size.width - b * size.height) / 2,
    ty: center.y - (b * size.width + a * size.height) / 2,
  }
}

/** The angle of the line from the right to the left eye, radians, clockwise on the screen; 0 = level. */
export function eyeLineAngle(eyes: { readonly rightEye: Point; readonly leftEye: Point }): number {
  return Math.atan2(eyes.leftEye.y - eyes.rightEye.y, eyes.leftEye.x - eyes.rightEye.x)
}

/** A box's centre. */
export function boxCenter(box: Box): Point {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
