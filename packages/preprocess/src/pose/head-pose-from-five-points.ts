import { eyeLineAngle } from '@faceward/imaging'
import type { FivePoints, HeadPose, Point } from '@faceward/spec'

/**
 * Linear fits of the mesh's angles on YuNet's five points over 1,485 photographs of LFW's development view
 * (npm run lab -- recognition/measure-limits): yaw on the nose's distance from the line between the eyes' and the mouth's
 * middle, pitch on the nose's place between them, both as shares of that line's length.
 */
const YAW_DEGREES_PER_SHARE = 98
const PITCH_DEGREES_PER_SHARE = -156
const LEVEL_NOSE_SHARE = 0.572

/**
 * A coarse head pose where there is no mesh: 95 % within 7 degrees of the mesh's yaw and within 16 of its pitch
 * on the photographs it was fitted on. Roll is exact, from the eye line.
 */
export function headPoseFromFivePoints(points: FivePoints): HeadPose {
  const roll = eyeLineAngle(points)
  const eyes = middle(points.rightEye, points.leftEye)
  const nose = uprightOffset(points.noseTip, eyes, roll)
  const mouth = uprightOffset(middle(points.mouthRight, points.mouthLeft), eyes, roll)
  const length = Math.max(1e-6, mouth.y)
  const down = nose.y / length
  const aside = (nose.x - down * mouth.x) / length
  return {
    yawDegrees: withinRightAngle(YAW_DEGREES_PER_SHARE * aside),
    pitchDegrees: withinRightAngle(PITCH_DEGREES_PER_SHARE * (down - LEVEL_NOSE_SHARE)),
    rollDegrees: (roll * 180) / Math.PI,
  }
}

function middle(first: Point, second: Point): Point {
  return { x: (first.x + second.x) / 2, y: (first.y + second.y) / 2 }
}

/** From `origin` to `point` in axes along and across the eye line. */
function uprightOffset(point: Point, origin: Point, roll: number): Point {
  const x = point.x - origin.x
  const y = point.y - origin.y
  return { x: x * Math.cos(roll) + y * Math.sin(roll), y: y * Math.cos(roll) - x * Math.sin(roll) }
}

function withinRightAngle(angle: number): number {
  return Math.min(Math.max(angle, -90), 90)
}
