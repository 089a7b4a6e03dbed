import type { ChallengeSource } from '@faceward/adapters'
import { CHALLENGE_ACTIONS, generateChallenge } from '@faceward/liveness'

/** The challenges that the engine's challenge cue can check: of two actions, one of them showing a head's relief. */
export const challengeSource: ChallengeSource = {
  generate: (random, cannot) =>
    generateChallenge({
      random,
      alternatives: CHALLENGE_ACTIONS.filter((action) => cannot.includes(action)),
    }),
}
