import { createEngine } from '@faceward/core'
import { createMemoryStore } from '@faceward/storage-memory'
import { composition } from '../../core/test/composition.js'
import { type Attempt, type AttemptOutcome, createAttemptLedger } from '../src/attempts/attempt-ledger.js'
import { type AttemptLimits, nistAttemptLimits } from '../src/attempts/attempt-limits.js'
import { Problem } from '../src/problems/problem.js'
import { createRecordEditor } from '../src/records/record-editor.js'
import { createVouchedRecords } from '../src/records/vouched-records.js'

const UNLIMITED = { burst: 0, perMinute: 1 }
/** How long the challenges of these tests live. */
export const MINUTE_MS = 60_000
const attempt: Attempt = { tenantId: 't', subject: 'ada', client: 'c', operation: 'verify' }

/** A ledger over a memory store, with a clock to move; without limits of clients and tenants unless given. */
export function ledgerWith(limits: Partial<AttemptLimits> = {}) {
  const time = { now: Date.UTC(2026, 0, 1) }
  const clock = { now: () => time.now, monotonic: () => time.now }
  const store = createMemoryStore({ clock })
  const engine = createEngine(composition({ store, clock }))
  const open = () => {
    const { edit } = createRecordEditor(store)
    const ledger = createAttemptLedger({
      records: createVouchedRecords({ store, engine }),
      edit,
      clock,
      limits: {
        ...nistAttemptLimits({ withPad: false }),
        perClient: UNLIMITED,
        perTenant: UNLIMITED,
        ...limits,
      },
    })
    return {
      ...ledger,
      edit,
      async charge(who: Partial<Attempt> = {}): Promise<(outcome: AttemptOutcome) => Promise<void>> {
        const one = { ...attempt, ...who }
        const charge = ledger.charging(one)
        await edit(one.tenantId, charge.edits)
        return (outcome) => edit(one.tenantId, charge.settling(outcome))
      },
      openChallenge(challengeId: string, who: Partial<Attempt> = {}): Promise<void> {
        const one = { ...attempt, ...who }
        const challenge = { challengeId, issuedAtMs: time.now, expiresAtMs: time.now + MINUTE_MS }
        return edit(one.tenantId, ledger.opening(one, challenge))
      },
      async answer(challengeId: string, who: Partial<Attempt> = {}) {
        const one = { ...attempt, ...who }
        const charge = ledger.answering(one, challengeId)
        await edit(one.tenantId, charge.edits)
        return (outcome: AttemptOutcome) => edit(one.tenantId, charge.settling(outcome))
      },
      failures: async () => (await ledger.read('t', 'ada'))?.failures ?? 0,
    }
  }
  const ledger = open()
  return {
    ledger,
    open,
    store,
    advance: (ms: number) => {
      time.now += ms
    },
    async attempt(outcome: AttemptOutcome = 'failed', who: Partial<Attempt> = {}) {
      try {
        await (await ledger.charge(who))(outcome)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        return error
      }
      return undefined
    },
  }
}
