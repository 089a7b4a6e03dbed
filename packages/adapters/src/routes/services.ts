import type { Engine } from '@faceward/spec'
import type { ApiEvent } from '../api-events.js'
import type { AttemptLedger } from '../attempts/attempt-ledger.js'
import type { AuditEvent } from '../audit/audit-event.js'
import type { AuditTrail } from '../audit/audit-trail.js'
import type { ChallengeBook } from '../challenges/challenge-book.js'
import type { ResolvedOptions } from '../face-api-options.js'
import type { IdempotentAnswers } from '../idempotency/idempotent-answers.js'
import type { InferenceQueue } from '../queue/inference-queue.js'
import type { PixelBudget } from '../queue/pixel-budget.js'
import type { Quota } from '../queue/quota.js'
import type { Edit, RecordEditor } from '../records/record-editor.js'
import type { ReplayWindow } from '../replay/replay-window.js'

/** What routes work with. */
export interface Services {
  readonly engine: Engine
  readonly options: ResolvedOptions
  readonly attempts: AttemptLedger
  readonly challenges: ChallengeBook | undefined
  readonly idempotency: IdempotentAnswers
  readonly queue: InferenceQueue
  /** Bytes of bodies that are read or in the house. */
  readonly bodies: Quota
  /** Pixels of decoded pictures. */
  readonly pixels: PixelBudget
  readonly replays: ReplayWindow
  readonly trail: AuditTrail
  readonly isDraining: () => boolean
  readonly emit: (event: ApiEvent) => void
  readonly edit: RecordEditor['edit']
  readonly beside: RecordEditor['beside']
  /**
   * Appends to the audit chain, with other edits in the same step; a failure is an alarm and fails the request, which
   * then was not answered.
   */
  readonly audit: (tenantId: string, event: AuditEvent, also?: readonly Edit[]) => Promise<void>
}
