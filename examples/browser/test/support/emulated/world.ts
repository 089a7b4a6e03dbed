// Runs in the browser: the world before an emulated camera or scanner. It goes on by a picture when the page has made
// something of the last one, never by a clock: a busy machine sees what an idle one does.

/** What a test can do to the world. */
export interface EmulatedWorld {
  /** From when the page shows this on, no new picture comes and no time passes, so that somebody can look at it. */
  holdWhen(selector: string, text?: string): void
  goOn(): void
}

export interface World extends EmulatedWorld {
  readonly isHeld: boolean
}

/** @param onGoingOn told when a held world is let go */
export function createWorld(onGoingOn: () => void): World {
  const state: { until?: readonly [selector: string, text: string]; isHeld: boolean } = { isHeld: false }
  return {
    // Asked before each picture, so that none comes between what is waited for and the holding.
    get isHeld() {
      state.isHeld ||= state.until !== undefined && isShown(...state.until)
      return state.isHeld
    },
    holdWhen(selector, text = '') {
      state.until = [selector, text]
    },
    goOn() {
      delete state.until
      state.isHeld = false
      onGoingOn()
    },
  }
}

const isShown = (selector: string, text: string): boolean =>
  [...document.querySelectorAll(selector)].some(({ textContent }) => textContent.includes(text))

/** What waits for something to stay away for so long does not while no time passes, milliseconds. */
const PATIENCE_MS = 1000

/** The page's long timers run out only while `isWaiting` says so. */
export function holdTimers(isWaiting: () => boolean): void {
  const original = globalThis.setTimeout.bind(globalThis)
  const held = (work: () => void, ms = 0) =>
    original(() => {
      if (ms < PATIENCE_MS || isWaiting()) work()
    }, ms)
  Object.assign(globalThis, { setTimeout: held })
}
