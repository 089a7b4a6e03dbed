import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ALIKE, harness, picture, STRANGER } from '../../test/api-harness.js'
import { ledgerWith } from '../../test/ledger-harness.js'
import type { AttemptOutcome } from './attempt-ledger.js'
import { nistAttemptLimits } from './attempt-limits.js'

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
