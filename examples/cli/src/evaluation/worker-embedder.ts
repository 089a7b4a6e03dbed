import { Worker } from 'node:worker_threads'
import type { ImageEmbedder, ImageOutcome } from './image-outcome.js'
import type { LocalEmbedderOptions } from './local-embedder.js'

/** What a worker says: that it is ready, what became of a picture, or what went wrong. */
export type WorkerMessage =
  | { readonly ready: true }
  | { readonly outcome: ImageOutcome }
  | { readonly error: unknown }

/**
 * The pipeline in a thread of its own, since a run of a model blocks the thread it is called from. Picture and
 * vector travel as copies. One picture at a time: a second call waits for nobody and is an error.
 */
export async function createWorkerEmbedder(options: LocalEmbedderOptions): Promise<ImageEmbedder> {
  const worker = new Worker(new URL('./embedding-worker.js', import.meta.url), { workerData: options })
  const state: { failure?: unknown; waiting?: PromiseWithResolvers<WorkerMessage> } = {}
  const fail = (failure: unknown): void => {
    state.failure ??= failure
    state.waiting?.reject(state.failure)
  }
  worker.on('message', (message: WorkerMessage) => state.waiting?.resolve(message))
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('A worker thread ended without a word.')))

  async function answer(): Promise<WorkerMessage> {
    if (state.failure !== undefined) throw state.failure
    const waiting = withResolvers<WorkerMessage>()
    state.waiting = waiting
    try {
      const message = await waiting.promise
      if ('error' in message) throw message.error
      return message
    } finally {
      delete state.waiting
    }
  }

  await answer()
  return {
    async embed(bytes) {
      if (state.waiting) throw new Error('A worker embeds one picture at a time.')
      const answered = answer()
      worker.postMessage({ bytes })
      const message = await answered
      if ('outcome' in message) return message.outcome
      throw new Error('A worker thread gave no outcome.')
    },
    async close() {
      await worker.terminate()
    },
  }
}

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>
  resolve(value: T): void
  reject(reason: unknown): void
}

/** `Promise.withResolvers`, which Node 20 does not have. */
function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve!: (value: T) => void
  let reject!: (reason: unknown) => void
  const promise = new Promise<T>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}
