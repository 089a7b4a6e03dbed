import type { CallOptions, Clock, Engine, SubjectSummary } from '@faceward/spec'
import type { AttemptLedger } from '../attempts/attempt-ledger.js'
import { isTampering } from '../records/vouched-records.js'

/** When a subject is deleted; undefined = never for that reason. */
export interface RetentionLimits {
  /** Days after the enrolment. */
  readonly maxAgeDays?: number
  /** Days after the last acceptance, or after the enrolment if there was none. */
  readonly unusedDays?: number
}

/** A subject whose time is over. */
export interface OverdueSubject {
  readonly subject: string
  readonly why: 'max-age' | 'unused'
}

export interface SweepReport {
  readonly dryRun: boolean
  readonly examined: number
  /** Subjects deleted, or that would be, by pseudonym. */
  readonly overdue: readonly OverdueSubject[]
}

const DAY_MS = 86_400_000

/** Deletes every subject of a tenant whose time is over, with all that is kept of it. A dry run only says which. */
export async function sweepSubjects(
  parts: {
    readonly engine: Engine
    readonly attempts: AttemptLedger
    readonly clock: Clock
    readonly limits: RetentionLimits
  },
  options: CallOptions & {
    readonly tenantId: string
    readonly dryRun: boolean
    readonly onDelete: (overdue: OverdueSubject) => Promise<void>
    /** A count that somebody else wrote says nothing of a last acceptance: its subject is not deleted as unused. */
    readonly onTampered: () => void
  },
): Promise<SweepReport> {
  const { engine, attempts, clock, limits } = parts
  const { tenantId, dryRun, onDelete, onTampered, ...call } = options
  const lastAcceptance = async (subject: string) => {
    try {
      return (await attempts.read(tenantId, subject, call))?.lastAcceptedAtMs
    } catch (error) {
      if (!isTampering(error)) throw error
      onTampered()
      // Deleting is beyond recall: as long as nobody knows, the subject counts as in use.
      return clock.now()
    }
  }
  const overdue: OverdueSubject[] = []
  let examined = 0
  let cursor: string | undefined
  do {
    const page = await engine.listSubjects({ ...call, tenantId, ...(cursor === undefined ? {} : { cursor }) })
    for (const summary of page.subjects) {
      examined++
      const { subjectId } = summary
      const subject = await engine.pseudonym({ ...call, tenantId, subjectId })
      const why = reasonToDelete(limits, summary, await lastAcceptance(subject), clock.now())
      if (why === undefined) continue
      overdue.push({ subject, why })
      if (dryRun) continue
      await engine.deleteSubject({ ...call, tenantId, subjectId })
      await onDelete({ subject, why })
    }
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return { dryRun, examined, overdue }
}

function reasonToDelete(
  { maxAgeDays, unusedDays }: RetentionLimits,
  { enrolledAtMs }: SubjectSummary,
  lastAcceptedAtMs: number | undefined,
  nowMs: number,
): OverdueSubject['why'] | undefined {
  if (maxAgeDays !== undefined && nowMs - enrolledAtMs >= maxAgeDays * DAY_MS) return 'max-age'
  const lastUsedMs = Math.max(enrolledAtMs, lastAcceptedAtMs ?? 0)
  if (unusedDays !== undefined && nowMs - lastUsedMs >= unusedDays * DAY_MS) return 'unused'
  return undefined
}
