import type { AuditEvent } from '../audit/audit-event.js'
import { problemFromError } from '../problems/problem-from-error.js'
import type { Edit } from '../records/record-editor.js'
import type { RouteContext } from './route.js'

/** What a piece of work leaves in the audit chain. */
export type AuditOutcome = Pick<AuditEvent, 'outcome' | 'reasons' | 'policyId' | 'modelIds'>

/** Does the work and appends how it ended, also when it ended in a problem; `also` is done in the same step. */
export async function audited<Result>(
  { services, caller, requestId, from }: RouteContext,
  what: { readonly action: AuditEvent['action']; readonly subject: string },
  work: () => Promise<Result>,
  outcomeOf: (result: Result) => AuditOutcome,
  also: () => readonly Edit[] = () => [],
): Promise<Result> {
  const actor = caller.keyId ?? 'anonymous'
  const append = (outcome: AuditOutcome) =>
    services.audit(caller.tenantId, { ...what, ...outcome, actor, requestId, ...from }, also())
  let result: Result
  try {
    result = await work()
  } catch (error) {
    const { code } = problemFromError(error)
    await append({ outcome: code, reasons: [] })
    throw error
  }
  await append(outcomeOf(result))
  return result
}
