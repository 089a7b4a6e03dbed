import type { WorkStep } from '@faceward/evaluation'
import type { Invocation } from '../cli.js'
import { createTimeLeft } from './time-left.js'

/** What work done in turns is given, so that it can be seen and stopped. */
export interface Watch {
  readonly signal: AbortSignal
  onProgress(step: WorkStep): void
}

/** Does work under a bar that says how long it will take. */
export async function watchWork<Result>(
  { signal, terminal }: Pick<Invocation, 'signal' | 'terminal'>,
  title: string,
  work: (watch: Watch) => Promise<Result>,
): Promise<Result> {
  const bar = terminal.progress(title, 1)
  const timeLeft = createTimeLeft(() => performance.now())
  try {
    return await work({
      signal,
      onProgress: ({ done, of }) => bar.update(done / of, timeLeft.describe(done, of)),
    })
  } finally {
    bar.stop()
  }
}
