import type { Clock } from '@faceward/spec'

/**
 * A server's clock that stands still unless told: what is sent is as old as its frames say, however long rendering,
 * looking at it and sending it took here.
 */
export interface TestClock extends Clock {
  advance(ms: number): void
}

export function createTestClock(): TestClock {
  const state = { nowMs: Date.now() }
  return {
    now: () => state.nowMs,
    monotonic: () => state.nowMs,
    advance(ms) {
      // Whole milliseconds, as of any clock.
      state.nowMs += Math.ceil(ms)
    },
  }
}

/** For the server's own limit on a request, which is for hangs only here. */
export const PATIENT = { API_TIMEOUT_MS: '600000' }
