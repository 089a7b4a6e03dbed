import type { CallOptions } from '@faceward/spec'
import type { AuditCheck } from './audit/audit-trail.js'
import type { ClientInfo } from './client-info.js'
import type { SweepReport } from './retention/sweep-subjects.js'

/** The HTTP API over an engine: a fetch handler and what its operator needs. */
export interface FaceApi {
  /** Answers a request; never rejects. Runs wherever there are `Request` and `Response`. */
  fetch(request: Request, client?: ClientInfo): Promise<Response>
  /** Tells /readyz to say no, so that no new requests are sent here. Those that come are still answered. */
  drain(): void
  /** Resolves when no request is under way. */
  idle(): Promise<void>
  /** Requests under way. */
  readonly underWay: number
  /** Deletes subjects whose time is over; a dry run says which. */
  sweep(options: CallOptions & { readonly dryRun: boolean; readonly tenantId?: string }): Promise<SweepReport>
  /** Deletes everything kept of a user, also of one whose id no URL can carry, and says so in the audit chain. */
  deleteUser(
    options: CallOptions & { readonly userId: string; readonly tenantId?: string },
  ): Promise<{ readonly deletedRecords: number }>
  /** Checks the audit chain from its first event to its last. */
  checkAudit(options?: CallOptions & { readonly tenantId?: string }): Promise<AuditCheck>
}
