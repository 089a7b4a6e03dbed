import type { ChallengeTranscript } from '@faceward/spec'
import type { Attempt, AttemptOutcome, Charge } from '../attempts/attempt-ledger.js'
import type { ChallengeTaking } from '../challenges/challenge-book.js'
import { Problem } from '../problems/problem.js'
import { problemFromError } from '../problems/problem-from-error.js'
import type { ProblemCode } from '../problems/problems.js'
import type { Edit } from '../records/record-editor.js'
import { type Capture, takingOf, transcriptFor } from './faces-request.js'
import type { RouteContext } from './route.js'

/** An attempt on its way: charged and its challenge taken before any work, settled with the audit event after it. */
export interface AttemptUnderWay {
  /** Charges it and takes its challenge in one durable write. @throws Problem. */
  begin(): Promise<ChallengeTranscript | undefined>
  /** How it ended; a failure unless told otherwise. */
  ended(outcome: AttemptOutcome): void
  /** Does its work, and notes how it ended in an error. */
  making<Result>(work: () => Promise<Result>): Promise<Result>
  /** The edits that settle it; where nothing was charged, those of an acceptance only. */
  settling(): readonly Edit[]
}

/**
 * The attempt of a capture. One that answers a challenge was charged when the challenge was issued. Others are charged
 * here, where they compare with a template that is there already: `charges`.
 */
export function attemptOf(
  context: RouteContext,
  capture: Capture,
  { charges }: { readonly charges: boolean },
): AttemptUnderWay {
  const { services, caller, client, signal } = context
  const { subject, operation } = capture
  const attempt: Attempt = { tenantId: caller.tenantId, subject, client, operation }
  const state: { charge?: Charge; outcome: AttemptOutcome } = { outcome: 'failed' }

  function chargeOf(taking: ChallengeTaking | undefined): Charge | undefined {
    if (taking !== undefined) return services.attempts.answering(attempt, taking.challengeId)
    return charges ? services.attempts.charging(attempt) : undefined
  }

  return {
    async begin() {
      const taking = takingOf(context, capture)
      const charge = chargeOf(taking)
      const edits = [...(charge?.edits ?? []), ...(taking ? [taking.edit] : [])]
      await alarming(context, () => services.edit(attempt.tenantId, edits, { signal }))
      if (charge !== undefined) state.charge = charge
      return transcriptFor(context, capture, taking)
    },
    ended(outcome) {
      state.outcome = outcome
    },
    async making(work) {
      try {
        return await work()
      } catch (error) {
        state.outcome = outcomeOfProblem(problemFromError(error), capture.challengeId !== undefined)
        throw error
      }
    },
    settling() {
      if (state.charge !== undefined) return state.charge.settling(state.outcome)
      return state.outcome === 'accepted' ? [services.attempts.forgetting(attempt)] : []
    },
  }
}

const CHARGED: ReadonlySet<ProblemCode> = new Set([
  'client-closed-request',
  'replayed-frames',
  'image-too-costly',
])

/**
 * Whose picture or server is broken has made no attempt; who hangs up, sends frames again or sends pictures made to cost
 * has. With a challenge only the server's own fault gives the attempt back: if a broken picture did, drawing a better
 * challenge would be free.
 */
function outcomeOfProblem({ code, status }: Problem, answersChallenge: boolean): AttemptOutcome {
  if (CHARGED.has(code)) return 'failed'
  const isServersFault = status >= 500 && code !== 'timed-out'
  return answersChallenge && !isServersFault ? 'failed' : 'void'
}

/** Tells the operator when somebody may not try any more. */
export async function alarming<Result>(
  { services, caller, requestId, from }: RouteContext,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (
      error instanceof Problem &&
      (error.code === 'too-many-attempts' || error.code === 'attempts-exhausted')
    ) {
      services.emit({ type: 'alarm', kind: error.code, requestId, tenantId: caller.tenantId, ...from })
    }
    throw error
  }
}
