import {
  ASSURANCE_LEVELS,
  type AssuranceLevel,
  type FacesRequest,
  type LivenessAssessment,
  type Outcome,
  type Reason,
} from '@faceward/spec'
import { challengeProblem } from './challenge-outcome.js'
import { reason } from './reasons.js'

/** What a capture is held to before any face of it is looked at. */
export interface CaptureDemands extends Pick<FacesRequest, 'challenge' | 'minimumAssurance'> {
  readonly minimumLiveness: number
}

/** Reasons that speak of an attack; any other asks for another try. */
const REJECTING: readonly string[] = ['presentation_attack', 'liveness_too_low', 'challenge_failed']

/**
 * Why the faces of a capture are not looked at any further, whoever they are; undefined when they are. Whoever names
 * a challenge is held to it, whatever else vouches for the capture: it is answered when a cue saw its actions done,
 * never by being sent along.
 */
export function captureGate(
  liveness: LivenessAssessment,
  { challenge, minimumAssurance = 'none', minimumLiveness }: CaptureDemands,
): Reason | undefined {
  if (hasLostTrack(liveness)) return reason(liveness.vetoed ? 'presentation_attack' : 'face_track_lost')
  const unanswered = challenge && challengeProblem(liveness, challenge)
  if (unanswered?.code === 'challenge_failed') return unanswered
  const isShort = rank(liveness.assurance) < rank(minimumAssurance)
  const held = unanswered ?? (isShort ? reason('assurance_too_low') : undefined)
  return held && (attackReason(liveness, minimumLiveness) ?? held)
}

/** Why a capture is an attack, as far as liveness tells. */
export function attackReason(liveness: LivenessAssessment, minimumLiveness: number): Reason | undefined {
  if (liveness.vetoed) return reason('presentation_attack')
  const isTooLow = liveness.score !== undefined && liveness.score < minimumLiveness
  return isTooLow ? reason('liveness_too_low') : undefined
}

/** What a verification comes to that is held up for these reasons. */
export function heldOutcome(reasons: readonly Reason[]): Outcome {
  return reasons.some(({ code }) => REJECTING.includes(code)) ? 'reject' : 're_verify'
}

/** Whether the liveness detector found that the samples are not one face's track. */
function hasLostTrack({ reasons }: LivenessAssessment): boolean {
  return reasons.some(({ code }) => code === 'face_track_lost')
}

const rank = (level: AssuranceLevel) => ASSURANCE_LEVELS.indexOf(level)
