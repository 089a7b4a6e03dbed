import type { RegisterCommand } from '../src/cli.js'
import { runCli } from '../src/run-cli.js'
import type { Run } from './run-faceward.js'

/** How a test runs the command in its own process. */
export interface InProcessOptions {
  readonly environment?: Readonly<Record<string, string>>
  /** As if Ctrl-C had been pressed before. */
  readonly aborted?: boolean
}

/** Runs the command's sources in the test's own process: quicker, for what needs no process of its own. */
export async function runInProcess(
  commands: readonly RegisterCommand[],
  args: readonly string[],
  { environment = {}, aborted = false }: InProcessOptions = {},
): Promise<Run> {
  const written = { stdout: '', stderr: '' }
  const sink = (name: 'stdout' | 'stderr') => ({
    write: (text: string | Uint8Array) => {
      written[name] += String(text)
      return true
    },
  })
  const signal = aborted ? AbortSignal.abort() : new AbortController().signal
  const surroundings = { environment, signal, stdout: sink('stdout'), stderr: sink('stderr') }
  const exitCode = await runCli(commands, args, surroundings)
  return { exitCode, ...written }
}
