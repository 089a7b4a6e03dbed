import type { AuditEvent } from '../audit/audit-event.js'
import { problemFromError } from '../problems/problem-from-error.js'
import type { Edit } from '../records/record-editor.js'
import type { RouteContext } from './route.js'

/** What a piece of work leaves in the audit chain. */
export type AuditOutcome = Pick<AuditEvent, 'outcome' | 'reasons' | 'policyId' | 'modelIds'>

/** What is done, and to whom. */
export type AuditSubject = Pick<AuditEvent, 'action' | 'subject'>

/** The event of a request. */
export function auditEvent(
  { caller, requestId, from }: RouteContext,
  what: AuditSubject,
  outcome: AuditOutcome,
): AuditEvent {
  return { ...what, ...outcome, actor: caller.keyId ?? 'anonymous', requestId, ...from }
}

/**
 * Does the work and appends how it ended, also when it ended in a problem; `also` is done in the same step. Undefined
 * in place of an outcome: the work has appended it itself.
 */
export async function audited<Result>(
  context: RouteContext,
  what: AuditSubject,
  work: () => Promise<Result>,
  outcomeOf: (result: Result) => AuditOutcome | undefined,
  also: () => readonly Edit[] = () => [],
): Promise<Result> {
  const append = (outcome: AuditOutcome) =>
    context.services.audit(context.caller.tenantId, auditEvent(context, what, outcome), also())
  let result: Result
  try {
    result = await work()
  } catch (error) {
    const { code } = problemFromError(error)
    await append({ outcome: code, reasons: [] })
    throw error
  }
  const outcome = outcomeOf(result)
  if (outcome !== undefined) await append(outcome)
  return result
}
