import type { Command } from 'commander'
import type { ExitCode } from './exit-codes.js'
import type { Sink, Terminal } from './terminal/terminal.js'

/** What a run of the command gets from outside; tests give their own. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly stdout: Sink
  readonly stderr: Sink
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
}

/** The options every command takes. */
export interface GlobalOptions {
  readonly json?: boolean
  readonly verbose?: boolean
  readonly debug?: boolean
  readonly dataFolder?: string
  readonly store?: string
}

/** What a command has to work with, once the arguments are read. */
export interface Invocation {
  readonly terminal: Terminal
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  readonly global: GlobalOptions
}

/** How a command ended. Nothing is written before it ends well but remarks and progress. */
export interface CommandResult {
  readonly exitCode: ExitCode
  /** `result` of the --json document. */
  readonly result: unknown
  /** Writes the same for people. */
  print(terminal: Terminal): void
}

/** A command's work: its arguments and options as commander parsed them. */
export type Handler<Arguments extends readonly unknown[], Options> = (
  invocation: Invocation,
  args: Arguments,
  options: Options,
) => Promise<CommandResult>

/** What commands register themselves with. */
export interface Cli {
  /** Wraps a handler for commander's `.action`: output, --json, failures and exit code are taken care of. */
  action<Arguments extends readonly unknown[], Options>(
    handler: Handler<Arguments, Options>,
  ): (...given: unknown[]) => Promise<void>
}

/** Each file in commands/ exports one of these; main.ts lists them. */
export type RegisterCommand = (program: Command, cli: Cli) => void
