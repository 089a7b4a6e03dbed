import type { LivenessAssessment, LivenessSummary } from '@faceward/spec'

/** What a result tells of liveness. */
export function summariseLiveness({ status, score, assurance, cues }: LivenessAssessment): LivenessSummary {
  return { status, assurance, cues, ...(score === undefined ? {} : { score }) }
}
