import type { EnrolmentResult } from '@faceward/spec'
import type * as z from 'zod'
import { Problem } from '../problems/problem.js'
import type { Admission } from '../queue/inference-queue.js'
import { type EnrollRequest, enrollRequestSchema, type FacesLimits } from '../schemas/requests.js'
import { enrollResponseSchema } from '../schemas/responses.js'
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
import { idempotent } from './idempotent.js'
import type { Route, RouteAnswer, RouteContext } from './route.js'

/** POST /enroll. */
export function enrollRoute(limits: FacesLimits): Route {
  const schema = enrollRequestSchema(limits)
  return {
    method: 'POST',
    path: '/enroll',
    operationId: 'enroll',
    summary: 'Enrol a user from pictures of one face.',
    description:
      'Needs at least ENROLLMENT_MIN_SAMPLES usable pictures. A refusal is an answer, with reasons; nothing is stored then.',
    scope: 'enroll',
    idempotent: true,
    input: { schema, form: true, example: { user_id: 'ada', images: ['<base64>', '<base64>', '<base64>'] } },
    answers: { 200: { description: 'Enrolled or refused, with reasons.', schema: enrollResponseSchema } },
    problems: [
      'malformed-body',
      'invalid-request',
      'invalid-header',
      'challenges-not-offered',
      'challenge-not-usable',
      'idempotency-in-flight',
      'body-too-large',
      'too-many-pixels',
      'unsupported-media-type',
      'invalid-image',
      'image-too-costly',
      'idempotency-mismatch',
      'challenge-required',
      'consent-required',
      'replayed-frames',
      'overloaded',
      'timed-out',
    ],
    handle: (context) =>
      withFaces(context, { schema, operation: 'enroll' }, ({ value, digest, capture, admission }) => {
        const { subject } = capture
        return idempotent(context, { subject, bodyDigest: digest, keep: withoutScores }, async () => {
          const result = await audited(
            context,
            { action: 'enroll', subject },
            () => enroll(context, { capture, admission }, value),
            ({ decision, reasons }) => ({ outcome: decision, reasons: reasons.map(({ code }) => code) }),
          )
          emitDecision(context, 'enroll', result)
          return answer(context, result)
        })
      }),
  }
}

async function enroll(
  context: RouteContext,
  { capture, admission }: { readonly capture: Capture; readonly admission: Admission },
  { replace, consent_reference: consentReference }: EnrollRequest,
): Promise<EnrolmentResult> {
  const { services, caller, signal } = context
  if (services.options.rules.requireConsent && consentReference === undefined) {
    throw new Problem('consent-required')
  }
  const taking = takingOf(context, capture)
  await services.edit(caller.tenantId, taking ? [taking.edit] : [], { signal })
  const challenge = transcriptFor(context, capture, taking)
  return runCapture(context, { capture, challenge, admission }, (request) =>
    services.engine.enroll({
      ...request,
      ...(replace === true ? { replace: 'same-person' } : {}),
      ...(consentReference === undefined ? {} : { consentReference }),
    }),
  )
}

type Body = z.input<typeof enrollResponseSchema>

function answer(context: RouteContext, result: EnrolmentResult): RouteAnswer {
  const disclosure = disclosureFor(context)
  const body: Body = {
    decision: result.decision,
    message: result.message,
    reasons: [...disclosedReasons(result.reasons, disclosure)],
    assurance: result.liveness.assurance,
    frames: frameOutcomes(result.frames, disclosure),
    score_disclosure: disclosure,
    ...(disclosure === 'full'
      ? { confidence: result.confidence, liveness_score: livenessScore(result.liveness) }
      : {}),
  }
  return { status: 200, body }
}

/** Scores are not kept for repeats. */
function withoutScores(body: unknown): unknown {
  const { confidence: _, liveness_score: __, ...rest } = body as Body
  return { ...rest, score_disclosure: 'decision' }
}
