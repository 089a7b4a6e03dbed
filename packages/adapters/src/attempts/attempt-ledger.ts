import type { CallOptions, Clock, RecordKey, TemplateStore } from '@faceward/spec'
import { Problem } from '../problems/problem.js'
import { readJson } from '../records/json-record.js'
import { type Edit, editJson, type RecordEditor } from '../records/record-editor.js'
import type { AttemptLimits, FailureWindow } from './attempt-limits.js'

/** Whose attempt it is; all ids are pseudonyms. */
export interface Attempt {
  readonly tenantId: string
  readonly subject: string
  readonly client: string
}

/** What is kept of a user's attempts. */
export interface SubjectAttempts {
  /** Consecutive failures, those under way included. */
  readonly failures: number
  readonly lastAttemptAtMs: number
  readonly lastAcceptedAtMs?: number
}

interface WindowCount {
  readonly startMs: number
  readonly failures: number
}

/** How an attempt ended. `void`: it never came to a comparison, so it is given back. */
export type AttemptOutcome = 'accepted' | 'failed' | 'void'

/** Counts verifications in the store: the count survives restarts and is shared by processes. */
export interface AttemptLedger {
  /**
   * Charges an attempt as failed, to be done before any work.
   * The edits throw Problem `too-many-attempts` and `attempts-exhausted`.
   */
  charging(attempt: Attempt): readonly Edit[]
  /** What became of a charged attempt. */
  settling(attempt: Attempt, outcome: AttemptOutcome): readonly Edit[]
  read(tenantId: string, subject: string, options?: CallOptions): Promise<SubjectAttempts | undefined>
  /** Forgets a user's failures; false when there were none. */
  unlock(tenantId: string, subject: string, options?: CallOptions): Promise<boolean>
}

const DAY_MS = 86_400_000
/** Counters of names nobody was ever accepted under are dropped after so long without a try. */
const FORGOTTEN_AFTER_MS = 90 * DAY_MS

export function createAttemptLedger(parts: {
  readonly store: TemplateStore
  readonly edit: RecordEditor
  readonly clock: Clock
  readonly limits: AttemptLimits
}): AttemptLedger {
  const { store, edit, clock, limits } = parts

  const subjectKey = (tenantId: string, subject: string): RecordKey => ({
    collection: 'attempts',
    tenantId,
    subject,
    id: 'verify',
  })
  // Pseudonyms have no dot, so deleting a user never reaches these.
  const clientKey = ({ tenantId, client }: Attempt) => subjectKey(tenantId, `client.${client}`)
  const tenantKey = ({ tenantId }: Attempt) => subjectKey(tenantId, 'tenant.all')

  const kept = (value: SubjectAttempts) => {
    const forgettable = value.lastAcceptedAtMs === undefined && value.failures < limits.stopAfter
    return { value, ...(forgettable ? { expiresAtMs: value.lastAttemptAtMs + FORGOTTEN_AFTER_MS } : {}) }
  }

  const chargeSubject = (key: RecordKey) =>
    editJson<SubjectAttempts>(key, (found) => {
      const now = clock.now()
      const failures = found?.failures ?? 0
      if (failures >= limits.stopAfter) throw new Problem('attempts-exhausted')
      const waitMs = (found?.lastAttemptAtMs ?? 0) + limits.delayMs - now
      if (failures >= limits.freeFailures && waitMs > 0) throw tooMany(waitMs)
      return kept({ ...found, failures: failures + 1, lastAttemptAtMs: now })
    })

  const chargeWindow = (key: RecordKey, window: FailureWindow) =>
    editJson<WindowCount>(key, (found) => {
      const now = clock.now()
      const current = found !== undefined && now < found.startMs + window.windowMs ? found : undefined
      const { startMs, failures } = current ?? { startMs: now, failures: 0 }
      if (failures >= window.failures) throw tooMany(startMs + window.windowMs - now)
      return { value: { startMs, failures: failures + 1 }, expiresAtMs: startMs + window.windowMs }
    })

  const settleSubject = (key: RecordKey, outcome: AttemptOutcome) =>
    editJson<SubjectAttempts>(key, (found) => {
      // Deleted in the meantime: nothing may come back.
      if (found === undefined) return undefined
      if (outcome === 'accepted') return kept({ ...found, failures: 0, lastAcceptedAtMs: clock.now() })
      return kept({ ...found, failures: Math.max(0, found.failures - 1) })
    })

  const giveBackWindow = (key: RecordKey, window: FailureWindow) =>
    editJson<WindowCount>(key, (found) => {
      if (found === undefined || found.failures === 0) return undefined
      return {
        value: { ...found, failures: found.failures - 1 },
        expiresAtMs: found.startMs + window.windowMs,
      }
    })

  const windows = (attempt: Attempt) =>
    [
      { key: clientKey(attempt), window: limits.perClient },
      { key: tenantKey(attempt), window: limits.perTenant },
    ].filter(({ window }) => window.failures > 0)

  return {
    charging: (attempt) => [
      ...windows(attempt).map(({ key, window }) => chargeWindow(key, window)),
      chargeSubject(subjectKey(attempt.tenantId, attempt.subject)),
    ],

    settling: (attempt, outcome) =>
      outcome === 'failed'
        ? []
        : [
            settleSubject(subjectKey(attempt.tenantId, attempt.subject), outcome),
            ...windows(attempt).map(({ key, window }) => giveBackWindow(key, window)),
          ],

    read: async (tenantId, subject, options) =>
      (await readJson<SubjectAttempts>(store, subjectKey(tenantId, subject), options))?.value,

    async unlock(tenantId, subject, options) {
      let had = false
      const forget = editJson<SubjectAttempts>(subjectKey(tenantId, subject), (found) => {
        had = (found?.failures ?? 0) > 0
        return found && had ? kept({ ...found, failures: 0 }) : undefined
      })
      await edit(tenantId, [forget], options)
      return had
    },
  }
}

const tooMany = (waitMs: number) =>
  new Problem('too-many-attempts', { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) })
