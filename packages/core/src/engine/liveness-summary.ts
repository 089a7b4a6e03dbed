import type { ChallengeTranscript, LivenessAssessment, LivenessSummary } from '@faceward/spec'
import { challengeSummary } from './challenge-outcome.js'

/** What a result tells of liveness, and of the challenge if there was one. */
export function summariseLiveness(
  liveness: LivenessAssessment,
  challenge: ChallengeTranscript | undefined,
): LivenessSummary {
  const { status, score, assurance, cues } = liveness
  return {
    status,
    assurance,
    cues,
    ...(score === undefined ? {} : { score }),
    ...(challenge === undefined ? {} : { challenge: challengeSummary(liveness, challenge) }),
  }
}
