import type { FivePoints, Point } from '@faceward/spec'
import type { CutOut } from './place-instrument.js'

/**
 * Holes for eyes, nose and mouth in a picture of a face.
 * @param size of the picture the points belong to
 */
export function cutFeatures(points: FivePoints, size: { width: number; height: number }): CutOut {
  const span = Math.hypot(points.leftEye.x - points.rightEye.x, points.leftEye.y - points.rightEye.y)
  const mouth: Point = {
    x: (points.mouthLeft.x + points.mouthRight.x) / 2,
    y: (points.mouthLeft.y + points.mouthRight.y) / 2,
  }
  const holes = [
    { at: points.rightEye, rx: 0.3, ry: 0.16 },
    { at: points.leftEye, rx: 0.3, ry: 0.16 },
    { at: points.noseTip, rx: 0.3, ry: 0.3 },
    { at: mouth, rx: 0.46, ry: 0.2 },
  ]
  return (u, v) =>
    holes.some(({ at, rx, ry }) => {
      const dx = (u * size.width - at.x) / (rx * span)
      const dy = (v * size.height - at.y) / (ry * span)
      return dx * dx + dy * dy < 1
    })
}
