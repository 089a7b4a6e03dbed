import { createEngine } from '@faceward/core'
import { createMemoryStore } from '@faceward/storage-memory'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composition } from '../../../core/test/composition.js'
import { ALIKE, harness, picture, STRANGER } from '../../test/api-harness.js'
import { Problem } from '../problems/problem.js'
import { createRecordEditor } from '../records/record-editor.js'
import { createVouchedRecords } from '../records/vouched-records.js'
import { type Attempt, type AttemptOutcome, createAttemptLedger } from './attempt-ledger.js'
import { type AttemptLimits, nistAttemptLimits } from './attempt-limits.js'

const UNLIMITED = { burst: 0, perMinute: 1 }
const MINUTE_MS = 60_000
const attempt: Attempt = { tenantId: 't', subject: 'ada', client: 'c', operation: 'verify' }

function ledgerWith(limits: Partial<AttemptLimits> = {}) {
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
    const tries = await Promise.allSettled(Array.from({ length: 40 }, () => ledger.charge()))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
  })

  it('are counted once between processes that share a store', async () => {
    const { open } = ledgerWith()
    const processes = Array.from({ length: 4 }, open)
    const tries = await Promise.allSettled(
      processes.flatMap((ledger) => Array.from({ length: 5 }, () => ledger.charge())),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
  })

  it('come back neither after a restart nor when the user is deleted in the meantime', async () => {
    const { ledger, open, store, attempt: fail } = ledgerWith()
    for (let i = 0; i < 5; i++) await fail()
    await expect(open().charge()).rejects.toMatchObject({ code: 'too-many-attempts' })
    expect(await ledger.unlock('t', 'ada')).toBe(true)
    const settle = await ledger.charge()
    await store.deleteSubject('t', 'ada')
    await settle('accepted')
    expect((await store.list({ collection: 'attempts', tenantId: 't', subject: 'ada' })).records).toEqual([])
  })
})

describe('an attempt that is given back', () => {
  it('takes no later failure with it: what was forgotten meanwhile is gone already', async () => {
    const { ledger, attempt: fail } = ledgerWith()
    const broken = await ledger.charge()
    await (await ledger.charge())('accepted')
    await fail()
    expect(await ledger.failures()).toBe(1)
    await broken('void')
    expect(await ledger.failures()).toBe(1)
    await (await ledger.charge())('void')
    expect(await ledger.failures()).toBe(1)
  })

  it('leaves exactly the failures since the last acceptance, in whatever order attempts overlap', async () => {
    const step = fc.record({
      begins: fc.boolean(),
      which: fc.nat({ max: 5 }),
      outcome: fc.constantFrom<AttemptOutcome>('accepted', 'failed', 'void'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
        const { ledger, advance } = ledgerWith({ stopAfter: 1000, delayMs: 0 })
        const underWay: { settle: (outcome: AttemptOutcome) => Promise<void>; epoch: number }[] = []
        const model = { epoch: 0, failures: 0 }
        for (const { begins, which, outcome } of steps) {
          advance(1)
          if (begins) {
            underWay.push({ settle: await ledger.charge(), epoch: model.epoch })
            model.failures++
            continue
          }
          const [one] = underWay.splice(which % Math.max(1, underWay.length), 1)
          if (one === undefined) continue
          await one.settle(outcome)
          if (outcome === 'accepted') Object.assign(model, { epoch: model.epoch + 1, failures: 0 })
          if (outcome === 'void' && one.epoch === model.epoch) model.failures--
        }
        expect(await ledger.failures()).toBe(model.failures)
      }),
      { numRuns: 60, seed: 13 },
    )
  })
})

describe('a challenge is an attempt', () => {
  it('of who asks for it, at once: the sixth that is drawn and not answered waits, the fiftieth stops', async () => {
    const { ledger, advance } = ledgerWith()
    for (let i = 0; i < 5; i++) await ledger.openChallenge(`c${i}`)
    expect(await ledger.failures()).toBe(5)
    const sixth = ledger.openChallenge('c5')
    await expect(sixth).rejects.toMatchObject({
      code: 'too-many-challenges',
      details: { retryAfterSeconds: 60 },
    })
    for (let i = 5; i < 50; i++) {
      advance(MINUTE_MS)
      await ledger.openChallenge(`c${i}`)
      const code = i < 49 ? 'too-many-attempts' : 'attempts-exhausted'
      await expect(ledger.openChallenge('more')).rejects.toMatchObject({ code })
    }
    advance(MINUTE_MS)
    await expect(ledger.openChallenge('c50')).rejects.toMatchObject({ code: 'attempts-exhausted' })
  })

  it('is charged once: answered it is the same attempt, and given back when accepted', async () => {
    const { ledger } = ledgerWith()
    await ledger.openChallenge('one')
    const settle = await ledger.answer('one')
    expect(await ledger.failures()).toBe(1)
    await settle('accepted')
    expect(await ledger.failures()).toBe(0)
    await ledger.openChallenge('two')
    await (await ledger.answer('two'))('failed')
    await ledger.openChallenge('three')
    await (await ledger.answer('three'))('void')
    expect(await ledger.failures()).toBe(1)
  })

  it('of a stranger shuts nobody else out while it is open, nor when it has lapsed', async () => {
    const { ledger, advance } = ledgerWith()
    for (let i = 0; i < 5; i++) await ledger.openChallenge(`s${i}`, { client: 'stranger' })
    await ledger.openChallenge('own')
    await (await ledger.answer('own'))('accepted')
    advance(MINUTE_MS)
    await ledger.openChallenge('later')
    // Lapsed, they are failures of the user: five, and the one that is open.
    expect(await ledger.failures()).toBe(6)
  })

  it('gives nobody more than the free failures without a wait, by however many clients', async () => {
    const { ledger } = ledgerWith()
    const clients = ['a', 'b', 'c']
    for (const client of clients) {
      for (let i = 0; i < 5; i++) await ledger.openChallenge(`${client}${i}`, { client })
    }
    let made = 0
    for (const client of clients) {
      for (let i = 0; i < 5; i++) {
        const answered = await ledger.answer(`${client}${i}`, { client }).catch((error: unknown) => error)
        if (!(answered instanceof Problem)) made++
      }
    }
    expect(made).toBe(5)
  })

  it('of one operation leaves the other alone', async () => {
    const { ledger } = ledgerWith()
    for (let i = 0; i < 5; i++) await ledger.openChallenge(`e${i}`, { operation: 'enroll' })
    expect(await ledger.failures()).toBe(0)
    await ledger.openChallenge('v')
  })
})

describe('attempts of one client and of a tenant', () => {
  it('are bounded over users, and come back one by one', async () => {
    const { attempt: fail, advance } = ledgerWith({ perClient: { burst: 3, perMinute: 10 } })
    for (const subject of ['a', 'b', 'c']) expect(await fail('failed', { subject })).toBeUndefined()
    expect(await fail('failed', { subject: 'd' })).toMatchObject({ details: { retryAfterSeconds: 6 } })
    expect(await fail('failed', { subject: 'd', client: 'other' })).toBeUndefined()
    advance(6000)
    expect(await fail('failed', { subject: 'd' })).toBeUndefined()
    expect(await fail('failed', { subject: 'd' })).toMatchObject({ details: { retryAfterSeconds: 6 } })
  })

  it('count only failures, challenges that nobody answered among them', async () => {
    const { ledger, attempt: tryOnce } = ledgerWith({ perTenant: { burst: 2, perMinute: 1 } })
    for (let i = 0; i < 10; i++) expect(await tryOnce('accepted')).toBeUndefined()
    await ledger.openChallenge('one')
    await (await ledger.answer('one'))('accepted')
    await ledger.openChallenge('two')
    expect(await tryOnce('failed')).toBeUndefined()
    expect(await tryOnce('failed')).toBeDefined()
    await expect(ledger.openChallenge('three')).rejects.toMatchObject({ code: 'too-many-attempts' })
  })

  it('are given back one for one, and never saved up', async () => {
    const rate = { burst: 5, perMinute: 60 }
    const event = fc.record({
      outcome: fc.constantFrom<AttemptOutcome>('accepted', 'failed', 'void'),
      waitMs: fc.integer({ min: 0, max: 2000 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 60 }), async (events) => {
        const { attempt: tryOnce, advance } = ledgerWith({ perClient: rate, stopAfter: 1000, delayMs: 0 })
        const since = { level: 0 }
        for (const { outcome, waitMs } of events) {
          advance(waitMs)
          since.level = Math.max(0, since.level - waitMs / 1000)
          const refused = await tryOnce(outcome)
          expect(refused?.code).toBe(since.level + 1 > rate.burst + 1e-9 ? 'too-many-attempts' : undefined)
          if (refused === undefined && outcome === 'failed') since.level++
        }
      }),
      { numRuns: 60, seed: 13 },
    )
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

  it('a flood of junk, of unknown ids or to be tried again, holds a key up for seconds and not for an hour', async () => {
    const { enroll, verify, send, advance } = harness()
    await enroll('ada')
    const junk = { images: [picture({ angle: STRANGER, refused: 'no_face' })] }
    for (let i = 0; i < 100; i++) {
      expect((await send('POST', '/verify', { user_id: `nobody-${i}`, ...junk })).body.decision).toBe(
        're_verify',
      )
    }
    expect((await verify('ada', ALIKE)).body.decision).toBe('accept')
    const refused: number[] = []
    for (let i = 100; i < 400; i++) {
      const { status, headers } = await send('POST', '/verify', { user_id: `nobody-${i}`, ...junk })
      if (status === 429) refused.push(Number(headers.get('retry-after')))
    }
    expect(refused).toHaveLength(200)
    expect(Math.max(...refused)).toBeLessThanOrEqual(6)
    advance(6000)
    expect((await verify('ada', ALIKE)).body.decision).toBe('accept')
  })
})
