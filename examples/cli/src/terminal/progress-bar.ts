import type { WriteStream } from 'node:tty'
import { SingleBar } from 'cli-progress'

/** How far a piece of long work has come. */
export interface ProgressBar {
  /** Sets what is done, out of the total. */
  update(done: number, detail?: string): void
  /** Removes the bar; calling it again does nothing. */
  stop(): void
}

/** For when nobody watches: a pipe, a log, --json. */
export const SILENT_PROGRESS: ProgressBar = { update: () => {}, stop: () => {} }

/** Draws a bar that vanishes when the work is done. */
export function createProgressBar(options: {
  readonly stream: WriteStream
  readonly title: string
  readonly total: number
}): ProgressBar {
  const bar = new SingleBar({
    stream: options.stream,
    format: `${options.title} {bar} {percentage}% {detail}`,
    barCompleteChar: '\u2588',
    barIncompleteChar: '\u2591',
    barsize: 28,
    clearOnComplete: true,
    hideCursor: true,
  })
  bar.start(options.total, 0, { detail: '' })
  return {
    update: (done, detail = '') => bar.update(done, { detail }),
    stop: () => bar.stop(),
  }
}
