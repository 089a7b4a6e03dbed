import type { FaceMesh, FivePoints } from './face-detector.js'
import type { Frame } from './frame.js'
import type { Box, Image } from './image.js'
import type { CallOptions, Plugin } from './plugin.js'
import type { Reason } from './reason.js'

/** Head pose in degrees; all 0 = looking straight at the camera. */
export interface HeadPose {
  /** Positive: the subject turns to their own left. */
  readonly yawDegrees: number
  /** Positive: the subject looks up. */
  readonly pitchDegrees: number
  /** Positive: the head tilts towards the subject's own left shoulder. */
  readonly rollDegrees: number
}

/** What was measured of a face's quality as a sample (after ISO/IEC 29794-5's quality elements). */
export interface FaceQuality {
  /** One number for weighting, 0 (unusable) to 1 (ideal). */
  readonly overall: number
  /** Variance of the Laplacian of the 112x112 luminance (8-bit counts squared). */
  readonly sharpness: number
  /** Mean luminance of the face, 0..255. */
  readonly brightness: number
  /** Standard deviation of the face's luminance, 0..255. */
  readonly contrast: number
  /** Distance between the eye centres in pixels of the original image. */
  readonly interocularPixels: number
}

/** Depth on the same alignment as the colour crop. */
export interface AlignedDepth {
  /** 112 x 112 metres relative to a robust plane through the face, towards the camera positive; NaN-free. */
  readonly relief: Float32Array
  /** 1 where `relief` was measured, 0 where there was no data. */
  readonly valid: Uint8Array
  readonly interocularMm?: number
  readonly kind: 'sensed' | 'estimated'
}

/** One face of one frame, ready for liveness and embedding. Both get the same sample (no bait and switch). */
export interface FaceSample {
  readonly frame: Frame
  readonly box: Box
  /** The detector's confidence, 0..1. */
  readonly detectionScore: number
  readonly fivePoints: FivePoints
  readonly mesh?: FaceMesh
  readonly pose: HeadPose
  readonly quality: FaceQuality
  /** 112 x 112 rgb8 on the ArcFace five-point alignment. */
  readonly aligned: Image
  readonly alignedDepth?: AlignedDepth
}

/** A frame became a sample, or there is a reason why not. */
export type PreprocessResult =
  | { readonly status: 'usable'; readonly sample: FaceSample }
  | { readonly status: 'refused'; readonly reasons: readonly Reason[] }

/** From a frame to a face sample. */
export interface Preprocessor extends Plugin {
  process(frame: Frame, options?: CallOptions): Promise<PreprocessResult>
  dispose(): Promise<void>
}
