import { setTimeout as delay } from 'node:timers/promises'
import { isBusy, toStorageError } from './sqlite-errors.js'

/**
 * Does the work at once, and again while other processes hold the lock. SQLite's own waiting would stop the
 * whole process; between these tries other work goes on. The tries are spread at random, so that two
 * processes do not keep step.
 *
 * @throws StorageError for whatever else fails, and `unavailable` when the time is over; or the signal's reason.
 */
export async function retryWhileBusy<Result>(
  work: () => Result,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
): Promise<Result> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    try {
      return work()
    } catch (failure) {
      if (!isBusy(failure) || performance.now() >= deadline) throw toStorageError(failure)
    }
    await delay(1 + Math.random() * 10)
    signal?.throwIfAborted()
  }
}
