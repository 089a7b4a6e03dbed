import type { EnrolmentRequest, EnrolmentResult } from '@faceward/spec'
import type * as z from 'zod'
import { requireScope } from '../keys/authenticate.js'
import { Problem } from '../problems/problem.js'
import type { Edit } from '../records/record-editor.js'
import { type EnrollRequest, enrollRequestSchema, type FacesLimits } from '../schemas/requests.js'
import { enrollResponseSchema } from '../schemas/responses.js'
import { type AttemptUnderWay, attemptOf } from './attempted.js'
import { auditEvent, audited } from './audited.js'
import { facesAnswer } from './disclosure.js'
import { type Capture, emitDecision, FACES_PROBLEMS, runCapture, withFaces } from './faces-request.js'
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
      ...FACES_PROBLEMS,
      'invalid-header',
      'idempotency-in-flight',
      'idempotency-mismatch',
      'consent-required',
    ],
    handle: (context) =>
      withFaces(context, { schema, operation: 'enroll' }, ({ value, digest, capture }) => {
        const { subject } = capture
        const replace = replacing(context, value)
        return idempotent(context, { subject, bodyDigest: digest, keep: withoutScores }, async () => {
          const result = await attempted(context, capture, value, replace)
          emitDecision(context, 'enroll', result)
          return answer(context, result)
        })
      }),
  }
}

/** Who may take whose place. @throws Problem `missing-scope`. */
function replacing(
  { caller }: RouteContext,
  { replace, replace_override: override }: EnrollRequest,
): EnrolmentRequest['replace'] {
  if (replace !== true) return undefined
  requireScope(caller, 'replace')
  if (override !== true) return 'same-person'
  requireScope(caller, 'admin')
  return 'anybody'
}

/**
 * Enrols, with the audit event and what settles the attempt in the template's own write. An enrolment that is to match
 * a template compares with it, and is charged as an attempt like a verification. A success forgets the failures before
 * it: they count in a row.
 */
async function attempted(
  context: RouteContext,
  capture: Capture,
  value: EnrollRequest,
  replace: EnrolmentRequest['replace'],
): Promise<EnrolmentResult> {
  const { services, caller } = context
  const what = { action: 'enroll', subject: capture.subject } as const
  const attempt = attemptOf(context, capture, { charges: replace === 'same-person' })
  const written: { beside?: boolean } = {}
  const alongside = (replaced: boolean): readonly Edit[] => {
    attempt.ended('accepted')
    written.beside = true
    const outcome = { outcome: replaced ? 'replaced' : 'enrolled', reasons: ['enrolled'] }
    const event = auditEvent(context, what, outcome)
    return [...attempt.settling(), services.trail.appending(caller.tenantId, event)]
  }
  return audited(
    context,
    what,
    () => attempt.making(() => enroll(context, capture, value, { begin: attempt.begin, replace, alongside })),
    ({ decision, replaced, reasons }) => {
      if (decision === 'enrolled' && written.beside === true) return undefined
      attempt.ended(decision === 'enrolled' ? 'accepted' : 'failed')
      return {
        outcome: replaced === true ? 'replaced' : decision,
        reasons: reasons.map(({ code }) => code),
      }
    },
    attempt.settling,
  )
}

async function enroll(
  context: RouteContext,
  capture: Capture,
  { consent_reference: consentReference }: EnrollRequest,
  how: Pick<AttemptUnderWay, 'begin'> & {
    readonly replace: EnrolmentRequest['replace']
    readonly alongside: (replaced: boolean) => readonly Edit[]
  },
): Promise<EnrolmentResult> {
  const { services, caller } = context
  const { begin, replace, alongside } = how
  if (services.options.rules.requireConsent && consentReference === undefined) {
    throw new Problem('consent-required')
  }
  return runCapture(context, capture, await begin(), (request) =>
    services.beside(caller.tenantId, (changes) =>
      services.engine.enroll({
        ...request,
        alongside: ({ replaced }) => changes(alongside(replaced)),
        ...(replace === undefined ? {} : { replace }),
        ...(consentReference === undefined ? {} : { consentReference }),
      }),
    ),
  )
}

type Body = z.input<typeof enrollResponseSchema>

function answer(context: RouteContext, result: EnrolmentResult): RouteAnswer {
  const faces = facesAnswer(context, result, result.liveness.assurance)
  const body: Body = { decision: result.decision, ...faces }
  return { status: 200, body }
}

/** Scores are not kept for repeats. */
function withoutScores(body: unknown): unknown {
  const { confidence: _, liveness_score: __, ...rest } = body as Body
  return { ...rest, score_disclosure: 'decision' }
}
