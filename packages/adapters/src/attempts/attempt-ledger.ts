import type { CallOptions, Clock, RecordKey } from '@faceward/spec'
import type { ChallengedOperation } from '../challenges/challenge-book.js'
import type { Edit, RecordEditor } from '../records/record-editor.js'
import type { VouchedRecords } from '../records/vouched-records.js'
import type { AttemptLimits } from './attempt-limits.js'
import { type FailureBucket, giveBack, spend } from './failure-bucket.js'
import {
  answered,
  charged,
  current,
  forgotten,
  givenBack,
  type OpenAttempt,
  opened,
  type SubjectAttempts,
  tooMany,
} from './subject-attempts.js'

/** Whose attempt it is; all ids are pseudonyms. Each operation has a count of its own. */
export interface Attempt {
  readonly tenantId: string
  readonly subject: string
  readonly client: string
  readonly operation: ChallengedOperation
}

/** How an attempt ended. `void`: it is given back. */
export type AttemptOutcome = 'accepted' | 'failed' | 'void'

/** An attempt that is charged as failed by its edits, and settled by others once they are done. */
export interface Charge {
  readonly edits: readonly Edit[]
  settling(outcome: AttemptOutcome): readonly Edit[]
}

/** Counts attempts in the store: the count survives restarts and is shared by processes. */
export interface AttemptLedger {
  /**
   * Charges an attempt, to be done before any work. The edits throw Problem `too-many-attempts`,
   * `attempts-exhausted` and, as all here do, `record-tampered`.
   */
  charging(attempt: Attempt): Charge
  /** Charges an attempt with the challenge it will answer. The edits throw as those of `charging`, and `too-many-challenges`. */
  opening(attempt: Attempt, challenge: Omit<OpenAttempt, 'client'>): readonly Edit[]
  /** The attempt that was charged with this challenge, about to be made; charges no second one. */
  answering(attempt: Attempt, challengeId: string): Charge
  /** What an acceptance does to the count of a user whose attempt was not charged. A count that was tampered with stays. */
  forgetting(attempt: Attempt): Edit
  /** The count of verifications; open challenges are among the failures. @throws Problem `record-tampered`. */
  read(tenantId: string, subject: string, options?: CallOptions): Promise<SubjectAttempts | undefined>
  /**
   * Forgets a user's failures; false when there were none. A count that was tampered with begins anew, as that of a
   * user accepted just now.
   */
  unlock(tenantId: string, subject: string, options?: CallOptions): Promise<boolean>
}

const DAY_MS = 86_400_000
/** Counters of names nobody was ever accepted under are dropped after so long without a try. */
const FORGOTTEN_AFTER_MS = 90 * DAY_MS
const OPERATIONS = ['verify', 'enroll'] as const satisfies readonly ChallengedOperation[]

export function createAttemptLedger(parts: {
  readonly records: VouchedRecords
  readonly edit: RecordEditor['edit']
  readonly clock: Clock
  readonly limits: AttemptLimits
}): AttemptLedger {
  const { records, edit, clock, limits } = parts

  const keyOf = (tenantId: string, subject: string, id: string): RecordKey => ({
    collection: 'attempts',
    tenantId,
    subject,
    id,
  })
  const subjectKey = ({ tenantId, subject, operation }: Omit<Attempt, 'client'>) =>
    keyOf(tenantId, subject, `${operation}-failures`)
  // Pseudonyms have no dot, so deleting a user never reaches these.
  const buckets = ({ tenantId, client }: Attempt) =>
    [
      { key: keyOf(tenantId, `client.${client}`, 'failures'), rate: limits.perClient },
      { key: keyOf(tenantId, 'tenant.all', 'failures'), rate: limits.perTenant },
    ].filter(({ rate }) => rate.burst > 0)

  const kept = (value: SubjectAttempts) => {
    const forgettable = value.lastAcceptedAtMs === undefined && value.failures < limits.stopAfter
    return { value, ...(forgettable ? { expiresAtMs: clock.now() + FORGOTTEN_AFTER_MS } : {}) }
  }
  const editSubject = (
    attempt: Omit<Attempt, 'client'>,
    next: (found: SubjectAttempts) => SubjectAttempts,
  ): Edit =>
    records.edit<SubjectAttempts>(subjectKey(attempt), (found) => kept(next(current(found, clock.now()))))

  const charging = (attempt: Attempt) =>
    buckets(attempt).map(({ key, rate }) =>
      records.edit<FailureBucket>(key, (found) => {
        const spent = spend(found, rate, clock.now())
        if ('waitMs' in spent) throw tooMany(spent.waitMs)
        return keptUntilFull(spent.bucket)
      }),
    )
  const givingBack = (attempt: Attempt) =>
    buckets(attempt).map(({ key, rate }) =>
      records.edit<FailureBucket>(key, (found) => found && keptUntilFull(giveBack(found, rate))),
    )

  function chargeOf(
    attempt: Attempt,
    bucketEdits: readonly Edit[],
    charge: (found: SubjectAttempts) => SubjectAttempts,
  ): Charge {
    const at: { epoch?: number } = {}
    const chargeSubject = editSubject(attempt, (found) => {
      at.epoch = found.epoch
      return charge(found)
    })
    return {
      edits: [...bucketEdits, chargeSubject],
      settling: (outcome) =>
        outcome === 'failed' || at.epoch === undefined
          ? []
          : [settleSubject(attempt, outcome, at.epoch), ...givingBack(attempt)],
    }
  }

  const afterAcceptance = (found: SubjectAttempts): SubjectAttempts => {
    const now = clock.now()
    return { ...forgotten(current(found, now)), lastAcceptedAtMs: now }
  }
  const settleSubject = (attempt: Attempt, outcome: 'accepted' | 'void', epoch: number): Edit =>
    records.edit<SubjectAttempts>(subjectKey(attempt), (found) => {
      // Deleted in the meantime: nothing may come back.
      if (found === undefined) return undefined
      return kept(
        outcome === 'accepted' ? afterAcceptance(found) : givenBack(current(found, clock.now()), epoch),
      )
    })

  return {
    charging: (attempt) =>
      chargeOf(attempt, charging(attempt), (found) => charged(found, attempt.client, limits, clock.now())),

    opening: (attempt, challenge) => [
      ...charging(attempt),
      editSubject(attempt, (found) =>
        opened(found, { ...challenge, client: attempt.client }, limits, clock.now()),
      ),
    ],

    answering: (attempt, challengeId) =>
      chargeOf(attempt, [], (found) => answered(found, challengeId, attempt.client, limits, clock.now())),

    forgetting: (attempt) =>
      records.edit<SubjectAttempts>(subjectKey(attempt), (found) => found && kept(afterAcceptance(found)), {
        tampered: () => undefined,
      }),

    async read(tenantId, subject, options) {
      const key = subjectKey({ tenantId, subject, operation: 'verify' })
      const found = await records.read<SubjectAttempts>(key, options)
      return found && { ...found, failures: found.failures + found.open.length }
    },

    async unlock(tenantId, subject, options) {
      const had = new Set<string>()
      const forget = (operation: ChallengedOperation) =>
        records.edit<SubjectAttempts>(
          subjectKey({ tenantId, subject, operation }),
          (found) => {
            if (found === undefined || found.failures + found.open.length === 0) return undefined
            had.add(operation)
            return kept({ ...forgotten(found), open: [] })
          },
          {
            // What it said is lost, a last acceptance too: from now on the user counts as in use, so that retention
            // deletes nobody for it. The epoch is past any count, so nothing under way gives a later failure back.
            tampered: () => {
              had.add(operation)
              const now = clock.now()
              return kept({ failures: 0, epoch: now, open: [], lastAcceptedAtMs: now })
            },
          },
        )
      await edit(tenantId, OPERATIONS.map(forget), options)
      return had.size > 0
    },
  }
}

const keptUntilFull = (value: FailureBucket) => ({ value, expiresAtMs: Math.ceil(value.fullAtMs) })
