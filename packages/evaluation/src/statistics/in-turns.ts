/** One step of long work done, of how many. */
export interface WorkStep {
  readonly done: number
  readonly of: number
}

const TURN_MS = 40

/**
 * Does long work in turns, so that whoever waits can draw progress and stop it. The work itself is a generator
 * that yields after every step.
 */
export async function inTurns<Result>(
  work: Generator<WorkStep, Result>,
  options: { readonly signal?: AbortSignal; onProgress?(step: WorkStep): void } = {},
): Promise<Result> {
  let turnStartedMs = performance.now()
  for (;;) {
    options.signal?.throwIfAborted()
    const step = work.next()
    if (step.done) return step.value
    if (performance.now() - turnStartedMs < TURN_MS) continue
    options.onProgress?.(step.value)
    await new Promise((resolve) => setTimeout(resolve, 0))
    turnStartedMs = performance.now()
  }
}

/** The same at one go, for work that is short. */
export function atOnce<Result>(work: Generator<WorkStep, Result>): Result {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}
