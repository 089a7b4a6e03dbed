import { DisposedError } from '@faceward/spec'

/** What calls use until it is ended: a store until it closes, a session until it is disposed. */
export interface Lifetime {
  /** What every call does first. @throws DisposedError once it is ended; the signal's reason when aborted. */
  begin(signal: AbortSignal | undefined): void
  /** The outcome of a call's work; `end` waits for it. */
  during<Result>(work: Promise<Result>): Promise<Result>
  /** Waits for the work under way, then releases what it used, once however often it is called. */
  end(release: () => void | Promise<void>): Promise<void>
}

/** The lifetime of `subject`, as it is called in the message of what comes too late. */
export function createLifetime(subject: string): Lifetime {
  const underWay = new Set<Promise<unknown>>()
  let ending: Promise<void> | undefined
  return {
    begin(signal) {
      if (ending) throw new DisposedError(subject)
      signal?.throwIfAborted()
    },
    async during(work) {
      underWay.add(work)
      try {
        return await work
      } finally {
        underWay.delete(work)
      }
    },
    end(release) {
      ending ??= Promise.allSettled(underWay).then(release)
      return ending
    },
  }
}
