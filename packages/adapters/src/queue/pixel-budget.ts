/** Decoded pixels of a request. */
export interface HeldPixels {
  /** Gives back what turned out not to be needed. */
  shrinkTo(pixels: number): void
  release(): void
}

/** Pixels that all requests together may hold decoded. */
export interface PixelBudget {
  /**
   * Waits, in the order of coming, until so many are free; nobody overtakes, so nobody waits for ever. Take the most that
   * a request may need, and shrink it once its pictures are decoded: whoever holds some never waits for more.
   * @throws the signal's reason.
   */
  take(pixels: number, signal: AbortSignal): Promise<HeldPixels>
  readonly held: number
}

export function createPixelBudget(total: number): PixelBudget {
  const state = { held: 0 }
  const waiting: { readonly pixels: number; readonly enter: () => void }[] = []

  function admit(): void {
    for (let [next] = waiting; next !== undefined && state.held + next.pixels <= total; [next] = waiting) {
      waiting.shift()
      state.held += next.pixels
      next.enter()
    }
  }
  function holding(pixels: number): HeldPixels {
    const own = { pixels }
    const shrinkTo = (fewer: number) => {
      if (fewer >= own.pixels) return
      state.held -= own.pixels - fewer
      own.pixels = fewer
      admit()
    }
    return { shrinkTo, release: () => shrinkTo(0) }
  }

  return {
    take(wanted, signal) {
      const pixels = Math.min(wanted, total)
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        const leave = () => {
          waiting.splice(waiting.indexOf(place), 1)
          reject(signal.reason)
          admit()
        }
        const place = {
          pixels,
          enter: () => {
            signal.removeEventListener('abort', leave)
            resolve(holding(pixels))
          },
        }
        signal.addEventListener('abort', leave, { once: true })
        waiting.push(place)
        admit()
      })
    },
    get held() {
      return state.held
    },
  }
}
