import type { FivePoints, HeadPose } from '@faceward/spec'
import type { Blink, Expression, Gaze } from '../scene/scene.js'
import type { Landmarks } from './landmarks.js'

/** What is exactly true of a rendered frame. */
export interface GroundTruth {
  /** The person's seed. */
  readonly seed: number
  readonly pose: HeadPose
  readonly landmarks: Landmarks
  readonly fivePoints: FivePoints
  readonly interocularMm: number
  readonly blink: Blink
  readonly gaze: Gaze
  readonly expression: Expression
  /** One of {@link MATERIAL} for each pixel, rows from top to bottom. */
  readonly materials: Uint8Array
  /** The factor from linear light to the picture's counts that was used. */
  readonly exposure: number
}
