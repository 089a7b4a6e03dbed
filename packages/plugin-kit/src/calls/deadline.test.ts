import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { withDeadline } from './deadline.js'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Work that ends only when it is told to. */
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason))
  })

describe('withDeadline', () => {
  it('aborts at the deadline, also when garbage is collected before', async () => {
    const caller = new AbortController()
    const waiting = withDeadline({ timeoutMs: 50, signal: caller.signal }, untilAborted)
    const collecting = setInterval(collectGarbage, 5)
    try {
      await expect(waiting).rejects.toMatchObject({ name: 'TimeoutError' })
    } finally {
      clearInterval(collecting)
    }
  })

  it.each(['before', 'meanwhile'] as const)('aborts with the caller, %s', async (when) => {
    const caller = new AbortController()
    const reason = new Error('enough')
    if (when === 'before') caller.abort(reason)
    const waiting = withDeadline({ timeoutMs: 60_000, signal: caller.signal }, untilAborted)
    caller.abort(reason)
    await expect(waiting).rejects.toBe(reason)
  })

  it('aborts with an error, whatever reason the caller gave', async () => {
    const caller = new AbortController()
    const waiting = withDeadline({ timeoutMs: 60_000, signal: caller.signal }, untilAborted)
    caller.abort('Client connection prematurely closed.')
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('gives the answer of work that is done in time, and what it throws, and keeps no timer', async () => {
    const before = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    expect(await withDeadline({ timeoutMs: 60_000 }, async () => 7)).toBe(7)
    const failure = new Error('broken')
    await expect(withDeadline({ timeoutMs: 60_000 }, () => Promise.reject(failure))).rejects.toBe(failure)
    expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length).toBe(before)
  })
})
