import { createTurns } from '@faceward/plugin-kit'
import { DisposedError, type Image } from '@faceward/spec'
import type { DecodeProcess } from './decode-process.js'

/** A few processes, started when there is something for them to do, and again after they were ended. */
export interface DecodePool {
  /** Decodes in the order of asking. @throws as {@link DecodeProcess.decode}; DisposedError. */
  decode(bytes: Uint8Array, signal: AbortSignal | undefined): Promise<Image>
  /** Starts all processes, so that the first pictures need not wait for them. @throws ConfigurationError */
  start(): Promise<void>
  /** Ends all, also what is under way; resolves when no process is left. */
  dispose(): Promise<void>
}

export function createDecodePool(processes: number, start: () => DecodeProcess): DecodePool {
  const idle: DecodeProcess[] = []
  const all = new Set<DecodeProcess>()
  const turns = createTurns(processes)
  const state = { disposed: false }

  function take(): DecodeProcess {
    for (let one = idle.pop(); one !== undefined; one = idle.pop()) {
      if (!one.ended) return one
      all.delete(one)
    }
    const started = start()
    all.add(started)
    return started
  }

  return {
    async decode(bytes, signal) {
      signal?.throwIfAborted()
      await turns.take(signal)
      try {
        if (state.disposed) throw new DisposedError('The image decoder')
        signal?.throwIfAborted()
        const one = take()
        try {
          return await one.decode(bytes, signal)
        } finally {
          if (one.ended) all.delete(one)
          else idle.push(one)
        }
      } finally {
        turns.pass()
      }
    },
    async start() {
      const starting = Array.from({ length: processes - all.size }, () => {
        const one = start()
        all.add(one)
        idle.push(one)
        return one
      })
      await Promise.all(starting.map(({ ready }) => ready))
    },
    async dispose() {
      state.disposed = true
      await Promise.all([...all].map((one) => one.end()))
    },
  }
}
