import type { ChallengeTranscript, VerificationResult } from '@faceward/spec'
import type * as z from 'zod'
import { type FacesLimits, verifyRequestSchema } from '../schemas/requests.js'
import { verifyResponseSchema } from '../schemas/responses.js'
import { attemptOf } from './attempted.js'
import { audited } from './audited.js'
import { errorRateOf, facesAnswer } from './disclosure.js'
import { type Capture, emitDecision, FACES_PROBLEMS, runCapture, withFaces } from './faces-request.js'
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
    problems: FACES_PROBLEMS,
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
    () =>
      attempt.making(async () => {
        const result = await verify(await attempt.begin())
        if (result.match) attempt.ended('accepted')
        return result
      }),
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
  const faces = facesAnswer(context, result, result.assurance)
  const body: Body = {
    decision: result.decision,
    match: result.match,
    ...faces,
    // The engine's own message may tell more than this caller is told.
    message: faces.reasons[0]?.message ?? result.message,
    ...(faces.score_disclosure === 'full'
      ? { fusion_score: result.fusionScore ?? null, error_rate: errorRateOf(result) }
      : {}),
  }
  return { status: 200, body }
}
