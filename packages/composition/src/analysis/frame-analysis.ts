import type { ChallengeProgress } from '@faceward/liveness'
import type { FaceDetection, FaceMesh, FaceQuality, HeadPose, Reason } from '@faceward/spec'

/** What can be said of one frame at once, for a live overlay and for guidance. */
export interface FrameAnalysis {
  /** Whether an enrolment or verification could use the frame. */
  readonly usable: boolean
  /** Why not, in words for the person; empty when usable. */
  readonly reasons: readonly Reason[]
  /** Every face found, best first; boxes in pixels of the image. */
  readonly faces: readonly FaceDetection[]
  /** The one that is meant, where it was looked at closely; mesh and pose are its. */
  readonly face?: FaceDetection
  readonly mesh?: FaceMesh
  readonly pose?: HeadPose
  /** Of usable frames only. */
  readonly quality?: FaceQuality
  /** How far the person is with the challenge the frame belongs to. */
  readonly challenge?: ChallengeProgress
  readonly timestampMs: number
  readonly sequence: number
}
