import { toBase64Url } from '@faceward/plugin-kit'
import { Problem } from '../problems/problem.js'
import { deletionReceiptSchema, unlockResponseSchema, userResponseSchema } from '../schemas/responses.js'
import { audited } from './audited.js'
import { idempotent } from './idempotent.js'
import type { Route, RouteContext } from './route.js'

const pseudonymOf = ({ services, caller, id, signal }: RouteContext) =>
  services.engine.pseudonym({ subjectId: id, tenantId: caller.tenantId, signal })
const toIso = (ms: number) => new Date(ms).toISOString()
const done = () => ({ outcome: 'done', reasons: [] })

/** GET /users/{id}: metadata, never an embedding. */
export const readUserRoute: Route = {
  method: 'GET',
  path: '/users/{id}',
  operationId: 'getUser',
  summary: 'What is kept of a user: metadata, never an embedding.',
  scope: 'admin',
  answers: { 200: { description: 'The user.', schema: userResponseSchema } },
  problems: ['invalid-request', 'record-tampered', 'unknown-user'],
  async handle(context) {
    const { services, caller, id, signal } = context
    const { tenantId } = caller
    const subject = await pseudonymOf(context)
    const summary = await audited(
      context,
      { action: 'read', subject },
      async () => {
        const found = await services.engine.describeSubject({ subjectId: id, tenantId, signal })
        if (found === undefined) throw new Problem('unknown-user')
        return found
      },
      done,
    )
    const attempts = await services.attempts.read(tenantId, subject, { signal })
    const lastAcceptedAtMs = attempts?.lastAcceptedAtMs
    return {
      status: 200,
      body: {
        user_id: summary.subjectId,
        enrolled_at: toIso(summary.enrolledAtMs),
        model_ids: summary.modelIds,
        sample_count: summary.sampleCount,
        revision: summary.revision,
        key_id: summary.keyId,
        consent_reference: summary.consentReference ?? null,
        last_accepted_at: lastAcceptedAtMs === undefined ? null : toIso(lastAcceptedAtMs),
        failed_attempts: attempts?.failures ?? 0,
      },
    }
  },
}

const RECEIPT_BYTES = 16
/** Answers of deletions must outlive the user's records; no pseudonym has a dot. */
const RECEIPTS = 'receipts.all'

/** DELETE /users/{id}. */
export const deleteUserRoute: Route = {
  method: 'DELETE',
  path: '/users/{id}',
  operationId: 'deleteUser',
  summary: 'Delete everything kept of a user, and get a receipt.',
  description:
    'Templates, counters, challenges and stored answers; what stays is the audit chain, by pseudonym.',
  scope: 'delete',
  idempotent: true,
  answers: { 200: { description: 'The receipt.', schema: deletionReceiptSchema } },
  problems: ['invalid-request', 'invalid-header', 'idempotency-in-flight', 'idempotency-mismatch'],
  async handle(context) {
    const { services, caller, id, signal } = context
    const { tenantId } = caller
    const subject = await pseudonymOf(context)
    const bodyDigest = async () => ''
    return idempotent(context, { subject: RECEIPTS, bodyDigest, keep: (body) => body }, async () => {
      const { deletedRecords } = await audited(
        context,
        { action: 'delete', subject },
        () => services.engine.deleteSubject({ subjectId: id, tenantId, signal }),
        done,
      )
      const receiptId = toBase64Url(services.options.random.bytes(RECEIPT_BYTES))
      const deletedAt = toIso(services.options.clock.now())
      const text = [subject, deletedAt, receiptId].join(' ')
      const proof = await services.engine.keyedDigest({ tenantId, purpose: 'deletion-receipt', text })
      return {
        status: 200,
        body: { receipt_id: receiptId, deleted_at: deletedAt, deleted_records: deletedRecords, proof },
      }
    })
  },
}

/** POST /users/{id}/unlock. */
export const unlockUserRoute: Route = {
  method: 'POST',
  path: '/users/{id}/unlock',
  operationId: 'unlockUser',
  summary: "Forget a user's failed attempts.",
  scope: 'admin',
  answers: { 200: { description: 'Whether there were any.', schema: unlockResponseSchema } },
  problems: ['invalid-request'],
  async handle(context) {
    const { services, caller, signal } = context
    const subject = await pseudonymOf(context)
    const unlocked = await audited(
      context,
      { action: 'unlock', subject },
      () => services.attempts.unlock(caller.tenantId, subject, { signal }),
      done,
    )
    return { status: 200, body: { unlocked } }
  },
}
