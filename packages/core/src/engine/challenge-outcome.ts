import type {
  AbstentionReason,
  ChallengeSummary,
  ChallengeTranscript,
  LivenessAssessment,
  Reason,
} from '@faceward/spec'
import { reason } from './reasons.js'

/** A challenge cue's score from which the actions count as done. */
const DONE = 0.5

const WHAT_TO_DO: Partial<Record<AbstentionReason, string>> = {
  too_few_frames: 'There are too few frames: record from the first action to the end of the last.',
  frame_rate_too_low: 'Send at least 10 frames a second, without gaps.',
  frames_missing: 'Frames are missing: send every frame of the recording, without gaps.',
  timestamps_not_increasing: 'Send the frames in order, each with the time at which it was taken.',
  stills_only: 'Send the frames of a recording: single pictures show no action.',
  no_landmarks: 'Keep the whole face in view, in good light.',
  no_challenge: 'The challenge asks for nothing: ask for a new one.',
}

/** What became of the challenge that a capture was to answer. One that no cue could judge is not answered. */
export function challengeSummary(
  { cues }: LivenessAssessment,
  challenge: ChallengeTranscript,
): ChallengeSummary {
  const { strengthBits } = challenge
  const scores = cues.flatMap(({ family, result }) =>
    family === 'challenge' && result.status === 'scored' ? [result.score] : [],
  )
  const judged = scores.every((score) => score >= DONE) ? 'answered' : 'failed'
  return {
    status: scores.length === 0 ? 'not_judged' : judged,
    ...(strengthBits === undefined ? {} : { strengthBits }),
  }
}

/** Why a capture that was to answer a challenge is not looked at any further; undefined when it answered. */
export function challengeProblem(
  liveness: LivenessAssessment,
  challenge: ChallengeTranscript,
): Reason | undefined {
  const { status } = challengeSummary(liveness, challenge)
  if (status === 'answered') return undefined
  if (status === 'failed') return reason('challenge_failed')
  const abstention = liveness.cues.find(
    ({ family, result }) => family === 'challenge' && result.status === 'abstained',
  )?.result
  const whatToDo = abstention?.status === 'abstained' ? WHAT_TO_DO[abstention.reason] : undefined
  const message = reason('challenge_not_judged').message
  return reason('challenge_not_judged', whatToDo === undefined ? message : `${message} ${whatToDo}`)
}
