/** Turns at something that serves a few at a time, in the order of asking. */
export interface Turns {
  /** Resolves when it is this caller's turn, who then has to `pass` it. @throws the signal's reason while it waits. */
  take(signal: AbortSignal | undefined): Promise<void>
  /** Gives the turn to whoever waits longest. */
  pass(): void
  /** How many have a turn. */
  readonly taken: number
}

/** Turns for so many callers at once. */
export function createTurns(places: number): Turns {
  const waiting: (() => void)[] = []
  const state = { taken: 0 }
  return {
    take(signal) {
      if (state.taken < places) {
        state.taken++
        return Promise.resolve()
      }
      return new Promise((resolve, reject) => {
        const leave = () => {
          waiting.splice(waiting.indexOf(enter), 1)
          reject(signal?.reason)
        }
        const enter = () => {
          signal?.removeEventListener('abort', leave)
          resolve()
        }
        signal?.addEventListener('abort', leave, { once: true })
        waiting.push(enter)
      })
    },
    pass() {
      const next = waiting.shift()
      if (next === undefined) state.taken--
      else next()
    },
    get taken() {
      return state.taken
    },
  }
}
