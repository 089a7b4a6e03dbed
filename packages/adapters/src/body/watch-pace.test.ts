import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Problem } from '../problems/problem.js'
import { watchPace } from './watch-pace.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function watched() {
  const refused: Problem[] = []
  const watch = watchPace({ graceMs: 2000, bytesPerSecond: 100 }, (problem) => refused.push(problem))
  return { watch, refused }
}

describe('the pace of a body', () => {
  it('is too slow when nothing came in the grace', () => {
    const { refused } = watched()
    vi.advanceTimersByTime(2000)
    expect(refused).toEqual([])
    vi.advanceTimersByTime(250)
    expect(refused).toMatchObject([
      { code: 'body-too-slow', status: 408, details: { headers: { connection: 'close' } } },
    ])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is too slow a byte at a time', () => {
    const { watch, refused } = watched()
    for (let second = 0; second < 3 && refused.length === 0; second++) {
      watch.see(1)
      vi.advanceTimersByTime(1000)
    }
    vi.advanceTimersByTime(250)
    expect(refused).toHaveLength(1)
  })

  it('is fast enough at the rate, however long it takes', () => {
    const { watch, refused } = watched()
    for (let second = 0; second < 100; second++) {
      watch.see(100)
      vi.advanceTimersByTime(1000)
    }
    expect(refused).toEqual([])
    watch.stop()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is looked at twice: what waited while the server was busy counts', () => {
    const { watch, refused } = watched()
    vi.advanceTimersByTime(2000)
    watch.see(5000)
    vi.advanceTimersByTime(10_000)
    expect(refused).toEqual([])
    watch.stop()
  })
})
