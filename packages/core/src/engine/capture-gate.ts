import { ASSURANCE_LEVELS, type AssuranceLevel, type LivenessAssessment, type Reason } from '@faceward/spec'
import { hasLostTrack } from './one-track.js'
import { reason } from './reasons.js'

/**
 * Why the faces of a capture are not looked at any further, whoever they are; undefined when they are. An answered
 * challenge cannot be asked for by its presence: whoever sends one frame of a photo with it has answered nothing, and
 * only what the liveness cues vouch for counts.
 */
export function captureGate(
  liveness: LivenessAssessment,
  asked: { readonly minimumAssurance: AssuranceLevel | undefined; readonly minimumLiveness: number },
): Reason | undefined {
  const { minimumAssurance = 'none', minimumLiveness } = asked
  if (hasLostTrack(liveness)) return reason('face_track_lost')
  if (rank(liveness.assurance) >= rank(minimumAssurance)) return undefined
  const isTooLow = liveness.score !== undefined && liveness.score < minimumLiveness
  return reason(isTooLow ? 'liveness_too_low' : 'assurance_too_low')
}

const rank = (level: AssuranceLevel) => ASSURANCE_LEVELS.indexOf(level)
