import type { Frame } from '@faceward/spec'

/** Between who makes frames and who takes them: the newest waits, older ones are dropped. */
export interface LatestFrame {
  put(frame: Frame): void
  /** No more frames; with a failure, whoever waits is told. */
  end(failure?: unknown): void
  /** The newest frame, when there is one; undefined after the end. */
  next(): Promise<Frame | undefined>
}

export function createLatestFrame(): LatestFrame {
  const state: { frame?: Frame | undefined; ended: boolean; failure?: unknown; wake?: () => void } = {
    ended: false,
  }
  return {
    put(frame) {
      state.frame = frame
      state.wake?.()
    },
    end(failure) {
      if (state.ended) return
      state.ended = true
      state.failure = failure
      state.wake?.()
    },
    async next() {
      for (;;) {
        const { frame } = state
        state.frame = undefined
        if (state.failure !== undefined) throw state.failure
        if (state.ended) return undefined
        if (frame !== undefined) return frame
        await new Promise<void>((resolve) => {
          state.wake = resolve
        })
      }
    },
  }
}
