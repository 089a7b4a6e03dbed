import { requireScope } from '../keys/authenticate.js'
import { Problem } from '../problems/problem.js'
import { challengeRequestSchema } from '../schemas/requests.js'
import { challengeResponseSchema } from '../schemas/responses.js'
import { audited } from './audited.js'
import { readSmall } from './read-input.js'
import type { Route } from './route.js'

/** POST /challenges. The scope is that of the operation the challenge is for. */
export const challengeRoute: Route = {
  method: 'POST',
  path: '/challenges',
  operationId: 'createChallenge',
  summary: 'Ask for a challenge: what the person has to do in front of the camera.',
  description:
    'Good once, for one user, operation and client, for a minute at most. Start counting captured_at at 0 when the answer comes. A key needs the scope of the operation.',
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
    'challenges-not-offered',
    'body-too-large',
    'unsupported-media-type',
    'too-many-challenges',
  ],
  async handle(context) {
    const { services, caller, client, signal } = context
    const { tenantId } = caller
    const { value } = await readSmall(context, challengeRequestSchema)
    const { user_id: subjectId, operation, cannot } = value
    requireScope(caller, operation)
    const { challenges } = services
    if (challenges === undefined) throw new Problem('challenges-not-offered')
    const subject = await services.engine.pseudonym({ subjectId, tenantId, signal })
    const issued = await audited(
      context,
      { action: 'challenge', subject },
      () => challenges.issue({ tenantId, subject, client, operation }, { signal, cannot }),
      () => ({ outcome: 'issued', reasons: [] }),
    )
    return {
      status: 201,
      body: {
        challenge_id: issued.challengeId,
        actions: issued.actions,
        expires_at: new Date(issued.expiresAtMs).toISOString(),
        expires_in_ms: issued.expiresAtMs - issued.issuedAtMs,
      },
    }
  },
}
