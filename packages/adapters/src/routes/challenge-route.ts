import type { ChallengeBook, ChallengedOperation, IssuedChallenge } from '../challenges/challenge-book.js'
import { requireScope } from '../keys/authenticate.js'
import { Problem } from '../problems/problem.js'
import { challengeRequestSchema } from '../schemas/requests.js'
import { challengeResponseSchema } from '../schemas/responses.js'
import { alarming } from './attempted.js'
import { auditEvent, audited } from './audited.js'
import { readSmall } from './read-input.js'
import type { Route, RouteContext } from './route.js'

/** POST /challenges. The scope is that of the operation the challenge is for. */
export const challengeRoute: Route = {
  method: 'POST',
  path: '/challenges',
  operationId: 'createChallenge',
  summary: 'Ask for a challenge: what the person has to do in front of the camera.',
  description:
    'Good once, for one user, operation and client, for a minute at most. Start counting captured_at at 0 when the answer comes. A key needs the scope of the operation. Charged as an attempt when it is issued: given back when it is answered and accepted, and never when it lapses.',
  input: {
    schema: challengeRequestSchema,
    form: false,
    example: { user_id: 'ada', operation: 'verify' },
  },
  answers: { 201: { description: 'The challenge.', schema: challengeResponseSchema } },
  problems: [
    'malformed-body',
    'invalid-request',
    'unauthenticated',
    'expired-key',
    'missing-scope',
    'alternatives-not-allowed',
    'attempts-exhausted',
    'record-tampered',
    'challenges-not-offered',
    'body-too-large',
    'unsupported-media-type',
    'challenge-not-possible',
    'too-many-attempts',
    'too-many-challenges',
  ],
  async handle(context) {
    const { services, caller, signal } = context
    const { tenantId } = caller
    const { value } = await readSmall(context, challengeRequestSchema)
    const { user_id: subjectId, operation, cannot } = value
    requireScope(caller, operation)
    const { challenges } = services
    if (challenges === undefined) throw new Problem('challenges-not-offered')
    const subject = await services.engine.pseudonym({ subjectId, tenantId, signal })
    const { challengeId, actions, strengthBits, issuedAtMs, expiresAtMs } = await audited(
      context,
      { action: 'challenge', subject },
      () => issue(context, challenges, { subject, operation, cannot }),
      () => undefined,
    )
    return {
      status: 201,
      body: {
        challenge_id: challengeId,
        actions,
        strength_bits: strengthBits,
        expires_at: new Date(expiresAtMs).toISOString(),
        expires_in_ms: expiresAtMs - issuedAtMs,
      },
    }
  },
}

/** The challenge, the attempt that it is charged as and the audit event are one write. */
async function issue(
  context: RouteContext,
  challenges: ChallengeBook,
  asked: {
    readonly subject: string
    readonly operation: ChallengedOperation
    readonly cannot: readonly string[]
  },
): Promise<IssuedChallenge> {
  const { services, caller, client, signal } = context
  const { subject, operation, cannot } = asked
  if (cannot.length > 0 && !mayNameAlternatives(context)) throw new Problem('alternatives-not-allowed')
  const attempt = { tenantId: caller.tenantId, subject, client, operation }
  const { issued, edit } = challenges.issuing(attempt, cannot)
  const event = auditEvent(context, { action: 'challenge', subject }, { outcome: 'issued', reasons: [] })
  const edits = [
    ...services.attempts.opening(attempt, issued),
    edit,
    services.trail.appending(caller.tenantId, event),
  ]
  await alarming(context, () => services.edit(caller.tenantId, edits, { signal }))
  return issued
}

/** What a person cannot do is the operator's to say: whoever chooses the actions chooses which recording fits. */
const mayNameAlternatives = ({ services, caller }: RouteContext): boolean =>
  services.options.rules.challengeAlternatives && caller.may('challenges:alternatives')
