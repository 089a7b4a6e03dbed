import type { VerificationResult } from '@faceward/spec'
import type * as z from 'zod'
import type { Attempt, AttemptOutcome } from '../attempts/attempt-ledger.js'
import { encodedFrames } from '../frames/faces-input.js'
import { Problem } from '../problems/problem.js'
import { problemFromError } from '../problems/problem-from-error.js'
import { type FacesLimits, verifyRequestSchema } from '../schemas/requests.js'
import { verifyResponseSchema } from '../schemas/responses.js'
import { audited } from './audited.js'
import { disclosedReasons, disclosureFor, frameOutcomes, livenessScore } from './disclosure.js'
import {
  type Capture,
  emitDecision,
  requireChallengeIfAsked,
  runCapture,
  useChallenge,
} from './faces-request.js'
import { readFaces } from './read-input.js'
import type { Route, RouteAnswer, RouteContext } from './route.js'

/** POST /verify. */
export function verifyRoute(limits: FacesLimits): Route {
  const schema = verifyRequestSchema(limits)
  return {
    method: 'POST',
    path: '/verify',
    operationId: 'verify',
    summary: 'Verify that pictures show the enrolled user, alive.',
    description:
      'Charged as an attempt before any work, and given back when accepted. A user nobody enrolled is answered like a stranger.',
    scope: 'verify',
    input: { schema, form: true, example: { user_id: 'ada', images: ['<base64>'] } },
    answers: {
      200: { description: 'Accepted, rejected, or to be tried again.', schema: verifyResponseSchema },
    },
    problems: [
      'malformed-body',
      'invalid-request',
      'attempts-exhausted',
      'challenges-not-offered',
      'challenge-not-usable',
      'body-too-large',
      'too-many-pixels',
      'unsupported-media-type',
      'invalid-image',
      'challenge-required',
      'replayed-frames',
      'too-many-attempts',
      'overloaded',
      'timed-out',
    ],
    async handle(context) {
      const { services, caller, client, signal } = context
      const { tenantId } = caller
      const admission = services.queue.admit()
      try {
        const { value } = await readFaces(context, schema)
        const subject = await services.engine.pseudonym({ subjectId: value.user_id, tenantId, signal })
        const capture: Capture = {
          subjectId: value.user_id,
          subject,
          operation: 'verify',
          encoded: encodedFrames(value),
          challengeId: value.challenge_id,
        }
        requireChallengeIfAsked(context, capture)
        const result = await audited(
          context,
          { action: 'verify', subject },
          () =>
            attempted(context, { tenantId, subject, client }, async () => {
              const challenge = await useChallenge(context, capture)
              return admission.run(
                () =>
                  runCapture(context, capture, challenge, (request) =>
                    services.engine.verify({ ...request, unknownSubject: 'conceal' }),
                  ),
                signal,
              )
            }),
          ({ decision, reasons, policyId }) => ({
            outcome: decision,
            reasons: reasons.map(({ code }) => code),
            policyId,
          }),
        )
        emitDecision(context, 'verify', result)
        return answer(context, result)
      } finally {
        admission.release()
      }
    },
  }
}

/** Charges an attempt, does it, and settles: an attempt that never came to a comparison is given back. */
async function attempted(
  context: RouteContext,
  attempt: Attempt,
  verify: () => Promise<VerificationResult>,
): Promise<VerificationResult> {
  const { services, requestId, signal } = context
  const { tenantId } = attempt
  try {
    await services.attempts.charge(attempt, { signal })
  } catch (error) {
    if (
      error instanceof Problem &&
      (error.code === 'too-many-attempts' || error.code === 'attempts-exhausted')
    ) {
      services.emit({ type: 'alarm', kind: error.code, requestId, tenantId })
    }
    throw error
  }
  let outcome: AttemptOutcome = 'failed'
  try {
    const result = await verify()
    if (result.match) outcome = 'accepted'
    return result
  } catch (error) {
    const { code } = problemFromError(error)
    // Who hangs up or sends frames again has made an attempt; whoever's picture or server is broken has not.
    if (code !== 'client-closed-request' && code !== 'replayed-frames') outcome = 'void'
    throw error
  } finally {
    await services.attempts.settle(attempt, outcome)
  }
}

type Body = z.input<typeof verifyResponseSchema>

function answer(context: RouteContext, result: VerificationResult): RouteAnswer {
  const disclosure = disclosureFor(context)
  const reasons = disclosedReasons(result.reasons, disclosure)
  const body: Body = {
    decision: result.decision,
    match: result.match,
    message: reasons[0]?.message ?? result.message,
    reasons: [...reasons],
    assurance: result.assurance,
    frames: frameOutcomes(result.frames, disclosure),
    score_disclosure: disclosure,
    ...(disclosure === 'full'
      ? {
          confidence: result.confidence,
          liveness_score: livenessScore(result.liveness),
          fusion_score: result.fusionScore ?? null,
        }
      : {}),
  }
  return { status: 200, body }
}
