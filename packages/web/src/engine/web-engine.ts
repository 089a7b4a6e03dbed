import type { ComposedEngine, FrameAnalysis } from '@faceward/composition'
import type {
  CallOptions,
  ChallengeTranscript,
  EnrolmentRequest,
  EnrolmentResult,
  Frame,
  ImageDecoder,
  VerificationRequest,
  VerificationResult,
} from '@faceward/spec'

/** What an application may ask to be told of each frame of a request, while the engine looks at it. */
export interface Watched {
  readonly onFrame?: (analysis: FrameAnalysis) => void
}

export interface AnalyzeOptions extends CallOptions {
  /** Follows the person through it, from frame to frame; give the same one each time. */
  readonly challenge?: ChallengeTranscript
}

/** What was seen in a frame, and the frame: its pixels went to the worker and came back with this. */
export interface AnalyzedFrame extends FrameAnalysis {
  readonly frame: Frame
}

/**
 * An engine in the browser. Frames it is given are its own from then on: their pixels move to the worker, which costs
 * nothing, and are gone from the page.
 */
export interface WebEngine extends ComposedEngine {
  enroll(request: EnrolmentRequest & Watched): Promise<EnrolmentResult>
  verify(request: VerificationRequest & Watched): Promise<VerificationResult>
  /** Looks at a frame without using it for anything: for an overlay and for guidance. */
  analyze(frame: Frame, options?: AnalyzeOptions): Promise<AnalyzedFrame>
  /** Turns picture files into images, with the limits of `createWebDecoder`. */
  readonly decoder: ImageDecoder
}
