import { describe, expect, it } from 'vitest'
import { ledgerWith, MINUTE_MS } from '../../test/ledger-harness.js'
import { Problem } from '../problems/problem.js'

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
