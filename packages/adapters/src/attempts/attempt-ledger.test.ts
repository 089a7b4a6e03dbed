import { createMemoryStore } from '@faceward/storage-memory'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ALIKE, harness, STRANGER } from '../../test/api-harness.js'
import { Problem } from '../problems/problem.js'
import { createRecordEditor } from '../records/record-editor.js'
import { type Attempt, type AttemptOutcome, createAttemptLedger } from './attempt-ledger.js'
import { type AttemptLimits, nistAttemptLimits } from './attempt-limits.js'

const UNLIMITED = { failures: 0, windowMs: 1 }
const attempt = { tenantId: 't', subject: 'ada', client: 'c' }

function ledgerWith(limits: Partial<AttemptLimits> = {}) {
  const time = { now: Date.UTC(2026, 0, 1) }
  const clock = { now: () => time.now, monotonic: () => time.now }
  const store = createMemoryStore({ clock })
  const open = () => {
    const edit = createRecordEditor(store)
    const ledger = createAttemptLedger({
      store,
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
      charge: (one: Attempt) => edit(one.tenantId, ledger.charging(one)),
      settle: (one: Attempt, outcome: AttemptOutcome) => edit(one.tenantId, ledger.settling(one, outcome)),
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
    async attempt(outcome: AttemptOutcome = 'failed', who: Partial<typeof attempt> = {}) {
      try {
        await ledger.charge({ ...attempt, ...who })
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        return error
      }
      await ledger.settle({ ...attempt, ...who }, outcome)
      return undefined
    },
  }
}

describe('attempts of one user', () => {
  it.each([
    [false, 5, 50],
    [true, 10, 100],
  ])('with PAD %s: %i are free, each further waits 30 s, %i stop the user', async (withPad, free, stop) => {
    const { attempt: fail, advance } = ledgerWith(
      (({ freeFailures, stopAfter }) => ({ freeFailures, stopAfter }))(nistAttemptLimits({ withPad })),
    )
    for (let i = 0; i < free; i++) expect(await fail(), `free ${i}`).toBeUndefined()
    for (let i = free; i < stop; i++) {
      expect(await fail()).toMatchObject({ code: 'too-many-attempts', details: { retryAfterSeconds: 30 } })
      advance(29_999)
      expect(await fail()).toMatchObject({ code: 'too-many-attempts', details: { retryAfterSeconds: 1 } })
      advance(1)
      expect(await fail(), `delayed ${i}`).toBeUndefined()
    }
    advance(365 * 86_400_000)
    expect(await fail()).toMatchObject({ code: 'attempts-exhausted' })
  })

  it('never lets more than the limit fail in a row, whatever the order of outcomes and waits', async () => {
    const event = fc.record({
      outcome: fc.constantFrom<AttemptOutcome>('accepted', 'failed', 'failed', 'failed', 'void'),
      waitMs: fc.integer({ min: 0, max: 40_000 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 60 }), async (events) => {
        const { attempt: fail, advance } = ledgerWith({ stopAfter: 20 })
        let inRow = 0
        let sinceLastMs = Number.POSITIVE_INFINITY
        for (const { outcome, waitMs } of events) {
          advance(waitMs)
          sinceLastMs += waitMs
          const refused = await fail(outcome)
          const expected =
            inRow >= 20
              ? 'attempts-exhausted'
              : inRow >= 5 && sinceLastMs < 30_000
                ? 'too-many-attempts'
                : undefined
          expect(refused?.code).toBe(expected)
          if (refused !== undefined) continue
          sinceLastMs = 0
          inRow = outcome === 'accepted' ? 0 : outcome === 'failed' ? inRow + 1 : inRow
        }
      }),
      { numRuns: 60 },
    )
  })

  it('are counted before any work: of many at once, only the free ones get through', async () => {
    const { ledger } = ledgerWith()
    const tries = await Promise.allSettled(Array.from({ length: 40 }, () => ledger.charge(attempt)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
  })

  it('are counted once between processes that share a store', async () => {
    const { open } = ledgerWith()
    const processes = Array.from({ length: 4 }, open)
    const tries = await Promise.allSettled(
      processes.flatMap((ledger) => Array.from({ length: 5 }, () => ledger.charge(attempt))),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
  })

  it('come back neither after a restart nor when the user is deleted in the meantime', async () => {
    const { ledger, open, store, attempt: fail } = ledgerWith()
    for (let i = 0; i < 5; i++) await fail()
    await expect(open().charge(attempt)).rejects.toMatchObject({ code: 'too-many-attempts' })
    expect(await ledger.unlock('t', 'ada')).toBe(true)
    await ledger.charge(attempt)
    await store.deleteSubject('t', 'ada')
    await ledger.settle(attempt, 'accepted')
    expect((await store.list({ collection: 'attempts', tenantId: 't', subject: 'ada' })).records).toEqual([])
  })
})

describe('attempts of one client and of a tenant', () => {
  it('are bounded over users, and free again when the window is over', async () => {
    const { attempt: fail, advance } = ledgerWith({ perClient: { failures: 3, windowMs: 60_000 } })
    for (const subject of ['a', 'b', 'c']) expect(await fail('failed', { subject })).toBeUndefined()
    expect(await fail('failed', { subject: 'd' })).toMatchObject({ details: { retryAfterSeconds: 60 } })
    expect(await fail('failed', { subject: 'd', client: 'other' })).toBeUndefined()
    advance(60_000)
    expect(await fail('failed', { subject: 'd' })).toBeUndefined()
  })

  it('count only failures', async () => {
    const { attempt: tryOnce } = ledgerWith({ perTenant: { failures: 2, windowMs: 60_000 } })
    for (let i = 0; i < 10; i++) expect(await tryOnce('accepted')).toBeUndefined()
    expect(await tryOnce('failed')).toBeUndefined()
    expect(await tryOnce('failed')).toBeUndefined()
    expect(await tryOnce('failed')).toBeDefined()
  })
})

describe('over HTTP', () => {
  it('locks out after five strangers, says when to come back, and an administrator unlocks', async () => {
    const { enroll, verify, send, advance, events } = harness()
    await enroll('ada')
    for (let i = 0; i < 5; i++) expect((await verify('ada', STRANGER)).body.decision).toBe('reject')
    const locked = await verify('ada', ALIKE)
    expect(locked).toMatchObject({ status: 429, body: { code: 'too-many-attempts' } })
    expect(locked.headers.get('retry-after')).toBe('30')
    expect(events.some((event) => event.type === 'alarm' && event.kind === 'too-many-attempts')).toBe(true)
    expect(await send('POST', '/users/ada/unlock')).toMatchObject({ status: 200, body: { unlocked: true } })
    expect((await verify('ada', ALIKE)).body.decision).toBe('accept')
    advance(1)
    for (let i = 0; i < 5; i++) await verify('ada', STRANGER)
    advance(30_000)
    expect((await verify('ada', ALIKE)).body.decision).toBe('accept')
  })

  it('counts for users nobody enrolled as for others', async () => {
    const { verify } = harness()
    for (let i = 0; i < 5; i++) expect((await verify('nobody', i)).status).toBe(200)
    expect((await verify('nobody', 0)).status).toBe(429)
  })

  it('gives an attempt back whose picture is broken', async () => {
    const { enroll, verify, send } = harness()
    await enroll('ada')
    const broken = { user_id: 'ada', images: [Buffer.from('broken').toString('base64')] }
    for (let i = 0; i < 12; i++) expect((await send('POST', '/verify', broken)).status).toBe(422)
    expect((await verify('ada', ALIKE)).body.decision).toBe('accept')
  })
})
