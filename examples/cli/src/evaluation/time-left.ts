/** Says how long the rest of a piece of work will take, from the time the work so far took. */
export interface TimeLeft {
  /** For example `3 min left`; nothing for the first moments, when a guess would jump. */
  describe(done: number, total: number): string
}

const SHORTEST_BASIS_MS = 2000

/** What came from a cache costs no time, so it must not be counted as `done` here. */
export function createTimeLeft(nowMs: () => number): TimeLeft {
  const startedMs = nowMs()
  return {
    describe(done, total) {
      const spentMs = nowMs() - startedMs
      if (done === 0 || spentMs < SHORTEST_BASIS_MS) return ''
      return `${duration((spentMs / done) * (total - done))} left`
    },
  }
}

/** A duration as people say it: `40 s`, `3 min`, `1 h 20 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 90) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 90) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
