import { createTurns } from '@faceward/plugin-kit'
import { Problem } from '../problems/problem.js'
import { createQuota } from './quota.js'

/** A place in the house: whoever holds one has brought a body, and runs the models in turn. */
export interface Admission {
  /** Runs the work when its turn comes; the place at the models is free again when the work has really ended. */
  run<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result>
  release(): void
}

/** Bounds how many requests wait for the models, of all callers and of one, and how many run them. */
export interface InferenceQueue {
  /** @throws Problem `overloaded`, at once, when the house is full, or the caller has its share of it. */
  admit(caller: string): Admission
  /** @throws Problem `overloaded` when `admit` would. */
  refuseIfFull(caller: string): void
  /** Resolves when nothing runs, also nothing whose answer went out at its timeout. */
  idle(): Promise<void>
  readonly load: { readonly admitted: number; readonly running: number; readonly capacity: number }
}

export function createInferenceQueue(options: {
  readonly concurrency: number
  readonly queueLimit: number
  /** The part of all places that one caller may hold; 1 by default. */
  readonly share?: () => number
}): InferenceQueue {
  const { concurrency, queueLimit, share = () => 1 } = options
  const capacity = concurrency + queueLimit
  const places = createQuota({ total: capacity, share: () => Math.ceil(capacity * share()) })
  const turns = createTurns(concurrency)
  const watching: (() => void)[] = []

  function pass(): void {
    turns.pass()
    if (turns.taken === 0) for (const resolve of watching.splice(0)) resolve()
  }

  return {
    refuseIfFull(caller) {
      if (!places.allows(caller, 1)) throw overloaded()
    },
    admit(caller) {
      const place = places.hold(caller, 1)
      if (place === undefined) throw overloaded()
      return {
        async run(work, signal) {
          signal.throwIfAborted()
          await turns.take(signal)
          const running = (async () => work())()
          running.then(pass, pass)
          return await orAborted(running, signal)
        },
        release: place.release,
      }
    },
    idle: () => (turns.taken === 0 ? Promise.resolve() : new Promise((resolve) => watching.push(resolve))),
    get load() {
      return { admitted: places.held, running: turns.taken, capacity }
    },
  }
}

export const overloaded = () => new Problem('overloaded', { retryAfterSeconds: 1 })

/** The answer goes out at the timeout even if the work takes a moment to notice. */
function orAborted<Result>(running: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    running.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
    if (signal.aborted) abort()
  })
}
