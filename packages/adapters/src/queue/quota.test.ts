import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPixelBudget } from './pixel-budget.js'
import { createQuota } from './quota.js'

const never = new AbortController().signal

describe('a quota', () => {
  it('keeps a part free for others, whatever one caller asks for', () => {
    const quota = createQuota({ total: 4, share: () => 3 })
    const held = ['ada', 'ada', 'ada'].map((who) => quota.hold(who, 1))
    expect(quota.hold('ada', 1)).toBeUndefined()
    expect(quota.allows('ada', 1)).toBe(false)
    const other = quota.hold('bo', 1)
    expect(other).toBeDefined()
    expect(quota.hold('bo', 1)).toBeUndefined()
    held[0]?.release()
    held[0]?.release()
    expect(quota.held).toBe(3)
    expect(quota.hold('ada', 1)).toBeDefined()
  })

  it('never counts more than there is, nor less than is held, in any order', () => {
    const step = fc.tuple(fc.constantFrom('hold', 'grow', 'release'), fc.nat(3), fc.nat(6))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const quota = createQuota({ total: 12, share: () => 7 })
        const held: { who: string; amount: number; grow(by: number): boolean; release(): void }[] = []
        for (const [what, number, amount] of steps) {
          const who = `caller ${number}`
          const one = held[number]
          if (what === 'hold') {
            const holding = quota.hold(who, amount)
            if (holding) held.push({ who, amount, ...holding })
          } else if (one !== undefined && what === 'grow') {
            if (one.grow(amount)) one.amount += amount
          } else if (one !== undefined) {
            one.release()
            one.amount = 0
          }
          const sum = (all: typeof held) => all.reduce((total, { amount }) => total + amount, 0)
          expect(quota.held).toBe(sum(held))
          expect(quota.held).toBeLessThanOrEqual(12)
          for (let i = 0; i < 4; i++) {
            expect(sum(held.filter((one) => one.who === `caller ${i}`))).toBeLessThanOrEqual(7)
          }
        }
      }),
      { seed: 13, numRuns: 300 },
    )
  })
})

describe('a budget of pixels', () => {
  it('lets wait who finds none, in the order of coming, also who would fit', async () => {
    const budget = createPixelBudget(10)
    const order: string[] = []
    const take = async (name: string, pixels: number, signal = never) => {
      const held = await budget.take(pixels, signal)
      order.push(name)
      return held
    }
    const first = await take('first', 8)
    const large = take('large', 10)
    const small = take('small', 1)
    await Promise.resolve()
    expect(order).toEqual(['first'])
    first.shrinkTo(2)
    await Promise.resolve()
    expect(order).toEqual(['first'])
    first.release()
    ;(await large).shrinkTo(3)
    await small
    expect(order).toEqual(['first', 'large', 'small'])
    expect(budget.held).toBe(4)
  })

  it('lets go who stops waiting, and whoever waited behind', async () => {
    const budget = createPixelBudget(10)
    const first = await budget.take(8, never)
    const leaving = new AbortController()
    const large = budget.take(10, leaving.signal)
    const small = budget.take(2, never)
    leaving.abort(new Error('gone'))
    await expect(large).rejects.toThrow('gone')
    await small
    expect(budget.held).toBe(10)
    first.release()
    first.release()
    expect(budget.held).toBe(2)
    await expect(budget.take(1, AbortSignal.abort(new Error('late')))).rejects.toThrow('late')
    expect(budget.held).toBe(2)
  })
})
