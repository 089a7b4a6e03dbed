/** Until when work may take. */
export interface Deadline {
  /** Aborts after so many milliseconds. */
  readonly timeoutMs: number
  /** Aborts sooner. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Does work under a signal that aborts at the deadline, with a DOMException `TimeoutError`, or with the caller's signal:
 * for its reason, or with an `AbortError` where that is no error, as of servers that give a text when a client hangs up.
 *
 * Not `AbortSignal.any([signal, AbortSignal.timeout(ms)])`: Node may collect the timeout before it fires, and then it
 * never does (nodejs/node#57736).
 */
export async function withDeadline<Value>(
  { timeoutMs, signal }: Deadline,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const controller = new AbortController()
  const follow = () => controller.abort(asError(signal?.reason))
  const timer = setTimeout(
    () => controller.abort(new DOMException(`It took more than ${timeoutMs} ms.`, 'TimeoutError')),
    timeoutMs,
  )
  if (signal?.aborted) follow()
  else signal?.addEventListener('abort', follow, { once: true })
  try {
    return await work(controller.signal)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', follow)
  }
}

function asError(reason: unknown): unknown {
  return reason instanceof Error ? reason : new DOMException('The caller went away.', 'AbortError')
}
