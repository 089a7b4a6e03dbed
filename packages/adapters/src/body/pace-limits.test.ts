import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { watchPace } from './watch-pace.js'

describe('the pace of a body', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())
  const watching = () => {
    const told: string[] = []
    const watch = watchPace({ graceMs: 2000, bytesPerSecond: 100 }, ({ code, details }) =>
      told.push(`${code} ${details.headers?.['connection']}`),
    )
    return { told, watch }
  }

  it('lets wait for the first byte for the grace and a second look, and no longer', () => {
    const { told } = watching()
    vi.advanceTimersByTime(2249)
    expect(told).toEqual([])
    vi.advanceTimersByTime(1)
    expect(told).toEqual(['body-too-slow close'])
  })

  it('is so many bytes for each second after it', () => {
    const { told, watch } = watching()
    watch.see(1)
    vi.advanceTimersByTime(2000)
    watch.see(99)
    vi.advanceTimersByTime(1000)
    watch.see(99)
    vi.advanceTimersByTime(1249)
    expect(told).toEqual([])
    vi.advanceTimersByTime(1)
    expect(told).toHaveLength(1)
  })

  it('is not asked of a body that is there', () => {
    const { told, watch } = watching()
    watch.stop()
    vi.advanceTimersByTime(60_000)
    expect(told).toEqual([])
  })
})
