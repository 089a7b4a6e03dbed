import { Worker } from 'node:worker_threads'
import { errorOfCopy } from '@faceward/plugin-kit'
import { InferenceError } from '@faceward/spec'
import type { ThreadReply, ThreadRequest, ThreadTask } from './messages.js'

/** One thread with models of its own. */
export interface InferenceThread {
  /** Tasks that have no reply yet. */
  readonly waiting: number
  /** @throws ModelLoadError, InferenceError; `backend-failure` when the thread has ended. */
  ask(task: ThreadTask, memory?: ArrayBuffer[]): Promise<unknown>
  end(): Promise<void>
}

interface Asked {
  resolve(result: unknown): void
  reject(error: unknown): void
}

/** Starts a thread. While it has nothing to do it does not keep the process alive. */
export function startInferenceThread(script: URL, workerData: unknown): InferenceThread {
  const worker = new Worker(script, { workerData })
  const asked = new Map<number, Asked>()
  const state: { next: number; failure?: InferenceError } = { next: 0 }
  worker.unref()

  const fail = (cause: unknown) => {
    state.failure ??= new InferenceError('The thread that runs the models has ended.', {
      code: 'backend-failure',
      cause,
    })
    for (const { reject } of asked.values()) reject(state.failure)
    asked.clear()
  }
  worker.on('message', (reply: ThreadReply) => {
    const { resolve, reject } = asked.get(reply.number) ?? {}
    asked.delete(reply.number)
    if (asked.size === 0) worker.unref()
    if ('failure' in reply) reject?.(errorOfCopy(reply.failure, reply.failure.cause))
    else resolve?.(reply.result)
  })
  worker.on('error', fail)
  worker.on('exit', (code) => fail(new Error(`exit code ${code}`)))

  return {
    get waiting() {
      return asked.size
    },
    async ask(task, memory = []) {
      if (state.failure) throw state.failure
      const number = state.next++
      return new Promise((resolve, reject) => {
        asked.set(number, { resolve, reject })
        worker.ref()
        const request: ThreadRequest = { number, task }
        worker.postMessage(request, memory)
      })
    },
    async end() {
      await worker.terminate()
    },
  }
}
