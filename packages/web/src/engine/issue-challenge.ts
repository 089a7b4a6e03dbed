import { type GenerateChallengeOptions, generateChallenge } from '@faceward/liveness'
import type { ChallengeTranscript } from '@faceward/spec'
import { webRandom } from '../environment/web-random.js'

export interface IssueChallengeOptions extends Omit<GenerateChallengeOptions, 'random'> {
  /** How long the person has; 20,000 by default. */
  readonly lifetimeMs?: number
  /** On the frames' clock; by default the page's `performance.now()`, which is the clock of camera frames. */
  readonly issuedAtMs?: number
}

/**
 * A random challenge. Give it to `analyze` for the person's progress, and with the frames to `enroll` or `verify`.
 *
 * @throws ConfigurationError `invalid-options`; InvalidRequestError when `alternatives` leave nothing that makes a
 * challenge.
 */
export function issueChallenge(options: IssueChallengeOptions = {}): ChallengeTranscript {
  const { lifetimeMs = 20_000, issuedAtMs = performance.now(), ...rest } = options
  const { actions, strengthBits } = generateChallenge({ ...rest, random: webRandom })
  return { actions, strengthBits, issuedAtMs, expiresAtMs: issuedAtMs + lifetimeMs }
}
