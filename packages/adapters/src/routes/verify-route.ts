import type { ChallengeTranscript, VerificationResult } from '@faceward/spec'
import type * as z from 'zod'
import { type FacesLimits, verifyRequestSchema } from '../schemas/requests.js'
import { verifyResponseSchema } from '../schemas/responses.js'
import { attemptOf } from './attempted.js'
import { audited } from './audited.js'
import {
  challengeOutcome,
  disclosedReasons,
  disclosureFor,
  errorRateOf,
  frameOutcomes,
  livenessScore,
} from './disclosure.js'
import { type Capture, emitDecision, runCapture, withFaces } from './faces-request.js'
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
      'Charged as an attempt before any work, and given back when accepted; one that answers a challenge was charged with it. A user nobody enrolled is answered like a stranger.',
    scope: 'verify',
    input: { schema, form: true, example: { user_id: 'ada', images: ['<base64>'] } },
    answers: {
      200: { description: 'Accepted, rejected, or to be tried again.', schema: verifyResponseSchema },
    },
    problems: [
      'malformed-body',
      'invalid-request',
      'attempts-exhausted',
      'record-tampered',
      'challenges-not-offered',
      'challenge-not-usable',
      'body-too-large',
      'too-many-pixels',
      'unsupported-media-type',
      'invalid-image',
      'image-too-costly',
      'challenge-required',
      'replayed-frames',
      'too-many-attempts',
      'overloaded',
      'timed-out',
    ],
    handle: (context) =>
      withFaces(context, { schema, operation: 'verify' }, async ({ capture }) => {
        const result = await attempted(context, capture, (challenge) =>
          runCapture(context, capture, challenge, (request) =>
            context.services.engine.verify({ ...request, unknownSubject: 'conceal' }),
          ),
        )
        emitDecision(context, 'verify', result)
        return answer(context, result)
      }),
  }
}

/** Charges an attempt and takes its challenge, makes it, and settles it together with the audit event. */
function attempted(
  context: RouteContext,
  capture: Capture,
  verify: (challenge: ChallengeTranscript | undefined) => Promise<VerificationResult>,
): Promise<VerificationResult> {
  const attempt = attemptOf(context, capture, { charges: true })
  return audited(
    context,
    { action: 'verify', subject: capture.subject },
    async () => {
      try {
        const result = await verify(await attempt.begin())
        if (result.match) attempt.ended('accepted')
        return result
      } catch (error) {
        attempt.failed(error)
        throw error
      }
    },
    ({ decision, reasons, policyId }) => ({
      outcome: decision,
      reasons: reasons.map(({ code }) => code),
      policyId,
    }),
    attempt.settling,
  )
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
    challenge: challengeOutcome(result.liveness),
    frames: frameOutcomes(result.frames, disclosure),
    score_disclosure: disclosure,
    ...(disclosure === 'full'
      ? {
          confidence: result.confidence,
          liveness_score: livenessScore(result.liveness),
          fusion_score: result.fusionScore ?? null,
          error_rate: errorRateOf(result),
        }
      : {}),
  }
  return { status: 200, body }
}
