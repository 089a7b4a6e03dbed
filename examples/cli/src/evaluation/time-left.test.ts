import { expect, it } from 'vitest'
import { createTimeLeft, duration } from './time-left.js'

it('says nothing before there is a basis, then what is left at the pace so far', () => {
  const clock = { nowMs: 1000 }
  const timeLeft = createTimeLeft(() => clock.nowMs)
  clock.nowMs += 500
  expect(timeLeft.describe(5, 100)).toBe('')
  clock.nowMs += 9500
  expect(timeLeft.describe(0, 100)).toBe('')
  expect(timeLeft.describe(20, 100)).toBe('40 s left')
})

it.each([
  [400, '0 s'],
  [89_000, '89 s'],
  [150_000, '3 min'],
  [4_800_000, '80 min'],
  [6_000_000, '1 h 40 min'],
])('says %d ms as %s', (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text)
})
