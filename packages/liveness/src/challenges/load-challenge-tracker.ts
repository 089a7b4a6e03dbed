import type { ChallengeTranscript } from '@faceward/spec'
import type { ChallengeTracker } from './create-challenge-tracker.js'

/** As `createChallengeTracker`, whose code a page loads when somebody is asked for something, not before. */
export async function loadChallengeTracker(challenge: ChallengeTranscript): Promise<ChallengeTracker> {
  const { createChallengeTracker } = await import('./create-challenge-tracker.js')
  return createChallengeTracker(challenge)
}
