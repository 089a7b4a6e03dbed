import type { FaceSample } from './face-sample.js'
import type { CallOptions, Plugin } from './plugin.js'
import type { Reason } from './reason.js'

/**
 * What the evidence could show at best. `stills`: single pictures; `sequence`: a stream with true times;
 * `challenge`: a stream that answered an unpredictable request; `sensed-depth`: a depth sensor saw relief.
 */
export type AssuranceLevel = 'none' | 'stills' | 'sequence' | 'challenge' | 'sensed-depth'

/** Levels from weakest to strongest. */
export const ASSURANCE_LEVELS: readonly AssuranceLevel[] = [
  'none',
  'stills',
  'sequence',
  'challenge',
  'sensed-depth',
]

/** What a cue looks at: the samples of one tracked face in order of time. */
export interface LivenessEvidence {
  readonly samples: readonly FaceSample[]
  readonly challenge?: ChallengeTranscript
}

/** A challenge as it was issued, for the cue that checks the answer. */
export interface ChallengeTranscript {
  readonly actions: readonly string[]
  /** On the frames' clock. */
  readonly issuedAtMs: number
  readonly expiresAtMs: number
  /** The base-2 logarithm of how many challenges were equally likely when this one was drawn. */
  readonly strengthBits?: number
}

/** Why a cue could not judge. */
export type AbstentionReason =
  | 'too_few_frames'
  | 'frame_rate_too_low'
  | 'stills_only'
  | 'timestamps_not_increasing'
  | 'frames_missing'
  | 'no_landmarks'
  | 'no_sensed_depth'
  | 'depth_unusable'
  | 'depth_recorded'
  | 'depth_malformed'
  | 'depth_not_registered'
  | 'depth_out_of_date'
  | 'depth_missing_on_face'
  | 'depth_too_noisy'
  | 'no_challenge'
  | 'head_did_not_move'
  | 'face_too_small'
  | 'image_too_dark'
  | 'model_not_present'
  | 'eyes_closed_throughout'
  | 'not_measurable'

/** Numbers a cue based its score on, by name; for explanations and reports, never in a log. */
export type CueEvidence = Readonly<Record<string, number>>

/**
 * A cue's answer. A cue that cannot judge abstains; it never says 0 for "do not know" and never passes.
 * `veto` marks near-certain signs of an attack, which no other cue may outvote.
 */
export type CueResult =
  | {
      readonly status: 'scored'
      /** 0 (attack) to 1 (bona fide). */
      readonly score: number
      readonly evidence: CueEvidence
      readonly veto?: boolean
      /** For cues that judge single frames: one entry a sample, `undefined` where that frame could not be judged. */
      readonly frameScores?: readonly (number | undefined)[]
      /** Indices of the samples that carry the score (an action done, say): they must show the person compared. */
      readonly keySamples?: readonly number[]
    }
  | { readonly status: 'abstained'; readonly reason: AbstentionReason }

/** The part of liveness a cue speaks for, which decides where it enters the fusion. */
export type CueFamily = 'texture' | 'motion' | 'blink' | 'depth' | 'challenge' | 'integrity'

/** One test for a presentation attack. */
export interface LivenessCue extends Plugin {
  readonly family: CueFamily
  evaluate(evidence: LivenessEvidence, options?: CallOptions): Promise<CueResult>
  dispose?(): Promise<void>
}

/** A cue's answer in an assessment. */
export interface CueReport {
  readonly cueId: string
  readonly family: CueFamily
  readonly result: CueResult
}

/** What all cues say together. */
export interface LivenessAssessment {
  /** `scored` when at least one cue judged; `not_assessed` when all abstained. */
  readonly status: 'scored' | 'not_assessed'
  /** PAD score, 0 (attack) to 1 (bona fide); present when scored. */
  readonly score?: number
  /** The motion family's own score, for the fusion's motion term; absent when those cues abstained. */
  readonly motionScore?: number
  /** One entry a sample, for skipping single frames; `undefined` where no cue judged that frame. */
  readonly frameScores: readonly (number | undefined)[]
  readonly vetoed: boolean
  readonly assurance: AssuranceLevel
  readonly cues: readonly CueReport[]
  readonly reasons: readonly Reason[]
}

/** Fuses cues into one calibrated PAD score. */
export interface LivenessDetector extends Plugin {
  assess(evidence: LivenessEvidence, options?: CallOptions): Promise<LivenessAssessment>
  dispose(): Promise<void>
}
