import type { ChallengeSource } from '@faceward/adapters'
import { CHALLENGE_ACTIONS, generateChallenge } from '@faceward/liveness'

/** Two of five actions, one of them a turn, in any order: 18 are possible. */
const STRENGTH_BITS = Math.log2(18)

/** The challenges that the engine's challenge cue can check. */
export const challengeSource: ChallengeSource = {
  generate: (random, cannot) => ({
    actions: generateChallenge({
      random,
      alternatives: CHALLENGE_ACTIONS.filter((action) => cannot.includes(action)),
    }),
    strengthBits: STRENGTH_BITS,
  }),
}
