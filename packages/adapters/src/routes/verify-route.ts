import type { ChallengeTranscript, VerificationResult } from '@faceward/spec'
import type * as z from 'zod'
import type { Attempt, AttemptOutcome } from '../attempts/attempt-ledger.js'
import type { ChallengeTaking } from '../challenges/challenge-book.js'
import { Problem } from '../problems/problem.js'
import { problemFromError } from '../problems/problem-from-error.js'
import type { ProblemCode } from '../problems/problems.js'
import { type FacesLimits, verifyRequestSchema } from '../schemas/requests.js'
import { verifyResponseSchema } from '../schemas/responses.js'
import { audited } from './audited.js'
import { disclosedReasons, disclosureFor, frameOutcomes, livenessScore } from './disclosure.js'
import {
  type Capture,
  emitDecision,
  runCapture,
  takingOf,
  transcriptFor,
  withFaces,
} from './faces-request.js'
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
      'image-too-costly',
      'challenge-required',
      'replayed-frames',
      'too-many-attempts',
      'overloaded',
      'timed-out',
    ],
    handle: (context) =>
      withFaces(context, { schema, operation: 'verify' }, async ({ capture, admission }) => {
        const result = await attempted(context, capture, (challenge) =>
          runCapture(context, { capture, challenge, admission }, (request) =>
            context.services.engine.verify({ ...request, unknownSubject: 'conceal' }),
          ),
        )
        emitDecision(context, 'verify', result)
        return answer(context, result)
      }),
  }
}

/**
 * Problems that are attempts: of who hangs up, sends frames again, or sends pictures made to cost. Whoever's picture or
 * server is broken has made none.
 */
const CHARGED: ReadonlySet<ProblemCode> = new Set([
  'client-closed-request',
  'replayed-frames',
  'image-too-costly',
])

/**
 * Charges an attempt and takes its challenge, does it, and settles it together with the audit event: an attempt that
 * never came to a comparison is given back.
 */
function attempted(
  context: RouteContext,
  capture: Capture,
  verify: (challenge: ChallengeTranscript | undefined) => Promise<VerificationResult>,
): Promise<VerificationResult> {
  const { subject } = capture
  const attempt: Attempt = { tenantId: context.caller.tenantId, subject, client: context.client }
  const charged: { outcome?: AttemptOutcome } = {}
  return audited(
    context,
    { action: 'verify', subject },
    async () => {
      const taking = takingOf(context, capture)
      await charge(context, attempt, taking)
      charged.outcome = 'failed'
      try {
        const result = await verify(transcriptFor(context, capture, taking))
        if (result.match) charged.outcome = 'accepted'
        return result
      } catch (error) {
        const { code } = problemFromError(error)
        if (!CHARGED.has(code)) charged.outcome = 'void'
        throw error
      }
    },
    ({ decision, reasons, policyId }) => ({
      outcome: decision,
      reasons: reasons.map(({ code }) => code),
      policyId,
    }),
    () => (charged.outcome ? context.services.attempts.settling(attempt, charged.outcome) : []),
  )
}

async function charge(
  { services, requestId, signal }: RouteContext,
  attempt: Attempt,
  taking: ChallengeTaking | undefined,
): Promise<void> {
  const { tenantId } = attempt
  const edits = [...services.attempts.charging(attempt), ...(taking ? [taking.edit] : [])]
  try {
    await services.edit(tenantId, edits, { signal })
  } catch (error) {
    if (
      error instanceof Problem &&
      (error.code === 'too-many-attempts' || error.code === 'attempts-exhausted')
    ) {
      services.emit({ type: 'alarm', kind: error.code, requestId, tenantId })
    }
    throw error
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
