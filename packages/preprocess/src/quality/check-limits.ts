import type { LuminanceStatistics } from '@faceward/imaging'
import type { FaceQuality, HeadPose } from '@faceward/spec'
import type { PreprocessLimits } from '../preprocess-limits.js'
import type { RefusalCode } from '../refusals.js'

/** Below this share of the contrast's square, a small variance of the Laplacian means blur, not a flat picture. */
const BLUR_CONTRAST_SHARE = 0.05

/** Cosine of the turn beyond which the distance of the eyes is no longer scaled up. */
const MOST_FORESHORTENED = 0.4

/** What is checked against the limits. */
export interface MeasuredFace {
  readonly quality: FaceQuality
  readonly luminance: LuminanceStatistics
  readonly pose: HeadPose
  readonly visibleShare: number
}

/** Every limit that a face breaks; empty when it may become a sample. */
export function brokenLimits(face: MeasuredFace, limits: PreprocessLimits): readonly RefusalCode[] {
  const { quality, luminance, pose, visibleShare } = face
  const { sharpness, contrast, brightness } = quality
  const blurred = sharpness < limits.minimumSharpness && sharpness < BLUR_CONTRAST_SHARE * contrast * contrast
  const bright =
    brightness > limits.maximumBrightness || luminance.brightShare > limits.maximumOverexposedShare
  const turned =
    Math.abs(pose.yawDegrees) > limits.maximumYawDegrees ||
    Math.abs(pose.pitchDegrees) > limits.maximumPitchDegrees ||
    Math.abs(pose.rollDegrees) > limits.maximumRollDegrees
  // Turning aside brings the eyes together without making the face smaller.
  const turn = Math.cos((pose.yawDegrees * Math.PI) / 180)
  const interocular = quality.interocularPixels / Math.max(MOST_FORESHORTENED, turn)
  const broken: readonly (readonly [RefusalCode, boolean])[] = [
    ['face_too_small', interocular < limits.minimumInterocularPixels],
    ['face_cut_off', visibleShare < limits.minimumVisibleShare],
    ['turned_too_far', turned],
    ['too_dark', brightness < limits.minimumBrightness],
    ['too_bright', bright],
    ['too_blurred', blurred],
  ]
  return broken.filter(([, isBroken]) => isBroken).map(([code]) => code)
}
