/** Waits; rejects when the signal is aborted. Injected, so that tests need not wait. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>

export interface StallWatch {
  /** Aborted with `reason` when nothing happened for a while. */
  readonly signal: AbortSignal
  /** Something happened. */
  touch(): void
  stop(): void
}

/** Notices silence: two looks in a row, `stallMs` apart, between which nothing happened. */
export function watchForStall(stallMs: number, wait: Wait, reason: () => Error): StallWatch {
  const stalled = new AbortController()
  const stopped = new AbortController()
  const state = { events: 0 }

  async function watch(): Promise<void> {
    for (let seen = -1; seen !== state.events; ) {
      seen = state.events
      await wait(stallMs, stopped.signal)
    }
    stalled.abort(reason())
  }
  watch().catch(() => undefined)

  return {
    signal: stalled.signal,
    touch: () => {
      state.events++
    },
    stop: () => stopped.abort(),
  }
}
