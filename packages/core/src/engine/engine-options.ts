import { parseOptions } from '@faceward/plugin-kit/schemas'
import * as z from 'zod/mini'

const share = z.number().check(z.minimum(0), z.maximum(1))

const schema = z.strictObject({
  enrollmentMinSamples: z._default(z.int().check(z.minimum(1), z.maximum(100)), 3),
  enrollmentMinimumLiveness: z._default(share, 0.5),
  enrollmentAgreement: z._default(share, 0.45),
  unassessedLiveness: z._default(z.enum(['refuse', 'allow']), 'refuse'),
  verificationMinimumLiveness: z._default(share, 0.4),
  sessionAgreement: z._default(share, 0.7),
  challengeAgreement: z._default(share, 0.6),
  templateAgreement: z._default(share, 0.5),
  maximumFrames: z._default(z.int().check(z.minimum(1), z.maximum(10_000)), 120),
  allowPlaceholder: z._default(z.boolean(), false),
})

/** How the engine enrols and verifies; each has a default. */
export interface EngineOptions {
  /** Usable samples an enrolment needs; 1 to 100, default 3 (ENROLLMENT_MIN_SAMPLES). */
  readonly enrollmentMinSamples?: number
  /** Frames, and whole enrolments, with a liveness below this are not used; 0..1, default 0.5. */
  readonly enrollmentMinimumLiveness?: number
  /** Similarity each sample of an enrolment must have with at least half of the others; 0..1, default 0.45. */
  readonly enrollmentAgreement?: number
  /** What an enrolment does when every liveness cue abstained; default `refuse`. Verification asks its policy. */
  readonly unassessedLiveness?: 'refuse' | 'allow'
  /** Frames with a liveness below this are skipped in a verification; 0..1, default 0.4. */
  readonly verificationMinimumLiveness?: number
  /**
   * Similarity that frames of a stream, drawn after the capture, and every still must have with the compared ones, so
   * that the face that showed to be alive is the one that is compared; 0..1, default 0.7.
   */
  readonly sessionAgreement?: number
  /** The same for the frames in which a challenge was answered, a head turned away, say; 0..1, default 0.6. */
  readonly challengeAgreement?: number
  /**
   * Similarity that each frame in which a challenge was answered must itself have with the template, before a
   * verification accepts; 0..1, default 0.5.
   */
  readonly templateAgreement?: number
  /** Frames read from one capture at most, default 120; the rest is not looked at. */
  readonly maximumFrames?: number
  /** Decide with a network that recognises nobody. For trying the plumbing only; default false. */
  readonly allowPlaceholder?: boolean
}

export type ResolvedEngineOptions = z.output<typeof schema>

/** @throws ConfigurationError naming each wrong key. */
export function parseEngineOptions(options: EngineOptions): ResolvedEngineOptions {
  return parseOptions("The engine's options", schema, options)
}
