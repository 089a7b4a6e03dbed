import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ledgerWith } from '../../test/ledger-harness.js'
import type { AttemptOutcome } from './attempt-ledger.js'

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

  it.each([9, 14, 60])('hold a whole burst, however %i a minute divide', async (perMinute) => {
    const { attempt: fail } = ledgerWith({ perClient: { burst: 50, perMinute }, stopAfter: 1000, delayMs: 0 })
    for (let i = 0; i < 50; i++) expect(await fail()).toBeUndefined()
    expect(await fail()).toBeDefined()
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
