import { type InferenceThread, startInferenceThread } from './inference-thread.js'

/** Threads that all have the same models; they start with the first model and end with the last. */
export interface InferenceThreadPool {
  /** The threads, for a model more; `leave` for it once. */
  join(): readonly InferenceThread[]
  leave(): Promise<void>
}

export function createInferenceThreadPool(threads: number, workerData: unknown): InferenceThreadPool {
  const state: { running: readonly InferenceThread[]; models: number } = { running: [], models: 0 }
  return {
    join() {
      if (state.models++ === 0) {
        state.running = Array.from({ length: threads }, () =>
          startInferenceThread(new URL('./inference-worker.js', import.meta.url), workerData),
        )
      }
      return state.running
    },
    async leave() {
      if (--state.models > 0) return
      await Promise.all(state.running.map((thread) => thread.end()))
    },
  }
}
