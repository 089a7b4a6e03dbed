import type {
  AssuranceLevel,
  CallOptions,
  ChallengeTranscript,
  CueReport,
  Frame,
  Outcome,
  Reason,
} from '@faceward/spec'
import type { FrameAnalysis } from '@faceward/web'

export type Operation = 'enrol' | 'verify'

/** What somebody is asked to do. */
export interface Challenge {
  readonly actions: readonly string[]
  readonly lifetimeMs: number
  /** How hard it was to foresee, where who drew it says. */
  readonly strengthBits?: number
  /** Of a server's challenge. */
  readonly id?: string
}

/** Somebody answering a challenge, frame by frame. */
export interface Performance {
  readonly challenge: Challenge
  /** The challenge on the frames' clock. */
  readonly transcript: ChallengeTranscript
  readonly frames: AsyncIterable<Frame>
  /** Told what was seen in each frame, before the next one is taken. */
  readonly onFrame: (analysis: FrameAnalysis) => void
}

/** An answer, as far as the service tells it. */
export interface Answer {
  readonly outcome: Outcome | 'enrolled' | 'refused'
  readonly reasons: readonly Reason[]
  readonly assurance: AssuranceLevel
  readonly similarity?: number
  readonly liveness?: number
  readonly cues: readonly CueReport[]
  readonly usedFrames: number
}

/** Where faces are compared: on this device, or with a server. */
export interface FaceService {
  readonly place: 'device' | 'server'
  /** A challenge without the movements somebody cannot make. */
  challenge(operation: Operation, cannot: readonly string[]): Promise<Challenge>
  /** The signal stops it: what was not yet enrolled is then not enrolled. */
  answer(operation: Operation, performance: Performance, call?: CallOptions): Promise<Answer>
  /** When the person was enrolled here; undefined when not. */
  enrolledAt(): Promise<Date | undefined>
  /** Deletes everything kept of the person. */
  forget(): Promise<void>
}
