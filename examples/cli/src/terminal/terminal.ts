import type { WriteStream } from 'node:tty'
import { styleText } from 'node:util'
import { createProgressBar, type ProgressBar, SILENT_PROGRESS } from './progress-bar.js'

/** The colours a message may have; each also says something in words, so colour is never needed. */
export type Tone = 'good' | 'bad' | 'unsure' | 'quiet' | 'strong'

const STYLES = { good: 'green', bad: 'red', unsure: 'yellow', quiet: 'dim', strong: 'bold' } as const

/** Where a command writes for people. */
export interface Terminal {
  /** A line of the result, on stdout. */
  line(text?: string): void
  /** A remark that is no part of the result, on stderr. */
  remark(text: string): void
  style(tone: Tone, text: string): string
  /** A progress bar on stderr; silent where nobody watches. */
  progress(title: string, total: number): ProgressBar
}

/** A stream the command may write to: the process's own, or a test's. */
export type Sink = Pick<WriteStream, 'write'> & Partial<Pick<WriteStream, 'isTTY'>>

/** Options of {@link createTerminal}. */
export interface TerminalOptions {
  readonly stdout: Sink
  readonly stderr: Sink
  readonly environment: Readonly<Record<string, string | undefined>>
  /** With --json stdout holds the document alone, and stderr is for failures. */
  readonly quiet: boolean
}

/** A terminal with colour where it is one, and NO_COLOR (https://no-color.org) is not set. */
export function createTerminal({ stdout, stderr, environment, quiet }: TerminalOptions): Terminal {
  const isColored = stdout.isTTY === true && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb'
  const isWatched = stderr.isTTY === true && !quiet
  return {
    line: (text = '') => {
      stdout.write(`${text}\n`)
    },
    remark: (text) => {
      if (!quiet) stderr.write(`${text}\n`)
    },
    style: (tone, text) => (isColored ? styleText(STYLES[tone], text, { validateStream: false }) : text),
    progress: (title, total) =>
      isWatched ? createProgressBar({ stream: stderr as WriteStream, title, total }) : SILENT_PROGRESS,
  }
}
