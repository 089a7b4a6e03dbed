import { Problem } from '../problems/problem.js'

/** How fast a body has to come. */
export interface Pace {
  /** Before anything has to be there. */
  readonly graceMs: number
  readonly bytesPerSecond: number
}

/** Sees a body come. */
export interface PaceWatch {
  see(bytes: number): void
  stop(): void
}

const SECOND_MS = 1000
const SECOND_LOOK_MS = 250

/**
 * Tells when a body comes too slowly: nothing after the grace, or after each second more too little. Seconds are those
 * that this process had: one that was busy elsewhere counts fewer, and looks a second time at what came meanwhile, so
 * that nobody is refused for the server's slowness.
 */
export function watchPace({ graceMs, bytesPerSecond }: Pace, tooSlow: (problem: Problem) => void): PaceWatch {
  const state: { received: number; seconds: number; timer?: ReturnType<typeof setTimeout> } = {
    received: 0,
    seconds: 0,
  }
  const behind = () => state.received < Math.max(1, state.seconds * bytesPerSecond)
  const next = () => {
    state.seconds++
    state.timer = setTimeout(look, SECOND_MS)
  }
  const look = () => {
    if (!behind()) next()
    else state.timer = setTimeout(() => (behind() ? tooSlow(slow(bytesPerSecond)) : next()), SECOND_LOOK_MS)
  }
  state.timer = setTimeout(look, graceMs)
  return {
    see(bytes) {
      state.received += bytes
    },
    stop: () => clearTimeout(state.timer),
  }
}

// What is left of the body would be read as the next request on this connection.
const slow = (bytesPerSecond: number) =>
  new Problem('body-too-slow', {
    detail: `At least ${bytesPerSecond} bytes a second are expected.`,
    headers: { connection: 'close' },
  })
