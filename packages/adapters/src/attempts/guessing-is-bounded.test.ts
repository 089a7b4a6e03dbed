import { describe, expect, it } from 'vitest'
import { ledgerWith, MINUTE_MS } from '../../test/ledger-harness.js'
import { nistAttemptLimits } from './attempt-limits.js'

// The count of failures is what bounds guessing: no outcome but an acceptance may lower it by more than its own attempt.
describe('an attempt that is given back', () => {
  it('gives back itself and no failure before it', async () => {
    const { ledger, attempt: tryOnce } = ledgerWith()
    for (let i = 0; i < 4; i++) await tryOnce('failed')
    for (let i = 0; i < 10; i++) expect(await tryOnce('void')).toBeUndefined()
    expect(await ledger.failures()).toBe(4)
    await tryOnce('failed')
    expect(await tryOnce('void')).toMatchObject({ code: 'too-many-attempts' })
  })

  it('never opens the way for a guesser who voids every other attempt', async () => {
    const { attempt: tryOnce, advance } = ledgerWith()
    const { stopAfter, delayMs } = nistAttemptLimits({ withPad: false })
    let failed = 0
    for (let i = 0; i < 4 * stopAfter; i++) {
      advance(delayMs)
      if ((await tryOnce(i % 2 === 0 ? 'failed' : 'void')) === undefined && i % 2 === 0) failed++
    }
    expect(failed).toBe(stopAfter)
  })

  it('with a challenge, leaves the failures of other challenges', async () => {
    const { ledger, advance } = ledgerWith()
    await ledger.openChallenge('lapses')
    advance(MINUTE_MS)
    await ledger.openChallenge('answered')
    await (await ledger.answer('answered'))('void')
    expect(await ledger.failures()).toBe(1)
  })

  it('is nothing when none was charged', async () => {
    const { ledger, attempt: tryOnce } = ledgerWith()
    for (let i = 0; i < 5; i++) await tryOnce('failed')
    await expect(ledger.charge()).rejects.toMatchObject({ code: 'too-many-attempts' })
    expect(await ledger.failures()).toBe(5)
  })
})

describe('the count of one operation', () => {
  it('is not lowered by accepted attempts at the other', async () => {
    const { ledger, attempt: tryOnce } = ledgerWith()
    for (let i = 0; i < 5; i++) await tryOnce('failed')
    await tryOnce('accepted', { operation: 'enroll' })
    expect(await ledger.failures()).toBe(5)
    expect(await tryOnce('failed')).toMatchObject({ code: 'too-many-attempts' })
  })

  it('of both is forgotten when an administrator unlocks, which says whether there was any', async () => {
    const { ledger, attempt: tryOnce } = ledgerWith()
    expect(await ledger.unlock('t', 'ada')).toBe(false)
    for (let i = 0; i < 5; i++) await tryOnce('failed', { operation: 'enroll' })
    expect(await tryOnce('failed', { operation: 'enroll' })).toMatchObject({ code: 'too-many-attempts' })
    expect(await ledger.unlock('t', 'ada')).toBe(true)
    expect(await tryOnce('failed', { operation: 'enroll' })).toBeUndefined()
    await ledger.openChallenge('open')
    expect(await ledger.unlock('t', 'ada')).toBe(true)
    expect(await ledger.failures()).toBe(0)
  })

  it('of one tenant says nothing of another with the same name', async () => {
    const { ledger, attempt: tryOnce } = ledgerWith()
    for (let i = 0; i < 5; i++) await tryOnce('failed', { tenantId: 'other' })
    expect(await ledger.failures()).toBe(0)
    expect(await tryOnce('failed')).toBeUndefined()
  })
})

describe('a count in the store', () => {
  const attempts = { collection: 'attempts', tenantId: 't', subject: 'ada', id: 'verify-failures' } as const
  const DAY_MS = 86_400_000

  it('of a name nobody was accepted under is dropped after 90 days without a try', async () => {
    const { store, attempt: tryOnce, advance } = ledgerWith()
    await tryOnce('failed')
    advance(90 * DAY_MS - 1)
    expect(await store.get(attempts)).toBeDefined()
    advance(1)
    expect(await store.get(attempts)).toBeUndefined()
  })

  it('of a user who was accepted, or stopped, stays', async () => {
    const accepted = ledgerWith()
    await accepted.attempt('accepted')
    accepted.advance(400 * DAY_MS)
    expect(await accepted.store.get(attempts)).toBeDefined()
    const stopped = ledgerWith({ stopAfter: 3 })
    for (let i = 0; i < 3; i++) await stopped.attempt('failed')
    stopped.advance(400 * DAY_MS)
    expect(await stopped.attempt('failed')).toMatchObject({ code: 'attempts-exhausted' })
  })

  it('knows when the user was last accepted', async () => {
    const { ledger, attempt: tryOnce, advance } = ledgerWith()
    await tryOnce('accepted')
    const first = (await ledger.read('t', 'ada'))!.lastAcceptedAtMs!
    advance(5000)
    await tryOnce('failed')
    expect((await ledger.read('t', 'ada'))!.lastAcceptedAtMs).toBe(first)
    advance(60_000)
    await tryOnce('accepted')
    expect((await ledger.read('t', 'ada'))!.lastAcceptedAtMs).toBe(first + 65_000)
  })
})

it('the limits of clients and tenants are on unless the operator turns them off', () => {
  for (const withPad of [true, false]) {
    const { perClient, perTenant, delayMs } = nistAttemptLimits({ withPad })
    // NIST SP 800-63B-4, 3.2.3: a delay of at least 30 seconds after the free attempts.
    expect(delayMs).toBeGreaterThanOrEqual(30_000)
    for (const { burst, perMinute } of [perClient, perTenant]) {
      expect(burst).toBeGreaterThan(0)
      // A flood holds a key up for seconds, not for an hour: docs/decisions/0050-the-http-api.md.
      expect(60 / perMinute).toBeLessThanOrEqual(6)
      // At an FMR of one in a million, fewer than one stranger let in by a client's tries in a month.
      expect(perMinute * 60 * 24 * 30 * 1e-6).toBeLessThan(1.5)
    }
  }
})
