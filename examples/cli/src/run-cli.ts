import { environmentWithFiles } from '@faceward/node'
import { Command, CommanderError } from 'commander'
import type { Cli, GlobalOptions, Invocation, RegisterCommand, Surroundings } from './cli.js'
import { EXIT, EXIT_CODES_HELP, type ExitCode } from './exit-codes.js'
import { describeFailure } from './failure.js'
import { createTerminal } from './terminal/terminal.js'

/** Parses the arguments, runs the command, writes its result, and resolves to the exit code. */
export async function runCli(
  commands: readonly RegisterCommand[],
  args: readonly string[],
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { environment, stdout, stderr, signal } = surroundings
  const outcome: { exitCode: ExitCode } = { exitCode: EXIT.ok }
  const wantsJson = args.includes('--json')
  const wantsStack = args.includes('--debug') || isSet(environment['FACEWARD_DEBUG'])
  const writeDocument = (document: object) => stdout.write(`${JSON.stringify(document, undefined, 2)}\n`)

  const cli: Cli = {
    action:
      (handler) =>
      async (...given) => {
        const command = given.at(-1) as Command
        const global = command.optsWithGlobals<GlobalOptions>()
        const terminal = createTerminal({ stdout, stderr, environment, quiet: global.json === true })
        const invocation: Invocation = {
          terminal,
          environment: environmentWithFiles(environment),
          signal,
          global,
        }
        const done = await handler(invocation, command.processedArgs as never, command.opts() as never)
        outcome.exitCode = done.exitCode
        if (global.json) {
          writeDocument({ command: nameOf(command), exitCode: done.exitCode, result: done.result })
        } else done.print(terminal)
      },
  }
  const program = createProgram(surroundings)
  for (const register of commands) register(program, cli)
  settle(program)
  try {
    await program.parseAsync(args, { from: 'user' })
    return outcome.exitCode
  } catch (error) {
    // Help is written already; asked for it is a success, in place of a missing command it is not.
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok
    if (error instanceof CommanderError && error.code === 'commander.help') return EXIT.badInput
    const { exitCode, ...failure } = describeFailure(error, signal)
    if (wantsJson) writeDocument({ exitCode, error: failure })
    const terminal = createTerminal({ stdout: stderr, stderr, environment, quiet: false })
    terminal.line(`${terminal.style('bad', 'faceward:')} ${failure.message}`)
    if (failure.advice) terminal.line(`  ${failure.advice}`)
    if (wantsStack && error instanceof Error) terminal.line(stackOf(error))
    return exitCode
  }
}

function createProgram({ stdout, stderr }: Surroundings): Command {
  return new Command('faceward')
    .description('Face verification: enrol people, verify who somebody is, on this machine alone.')
    .option('--json', 'write one JSON document on stdout, for machines')
    .option('--verbose', 'say more: every picture, every cue, what the scores mean')
    .option('--debug', 'show stack traces (or set FACEWARD_DEBUG=1)')
    .option('--data-folder <folder>', 'where the store and the development key are (or set FACEWARD_HOME)')
    .option('--store <file>', 'the SQLite file with the templates (default: in the data folder)')
    .addHelpText('after', `\n${EXIT_CODES_HELP}`)
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: () => {},
    })
}

// exitOverride and the output settings are copied to a subcommand only where commander makes it itself.
function settle(command: Command): void {
  command.exitOverride().showSuggestionAfterError(true)
  for (const child of command.commands) settle(child.copyInheritedSettings(command))
}

function nameOf(command: Command): string {
  const parent = command.parent?.parent ? `${nameOf(command.parent)} ` : ''
  return parent + command.name()
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\nCaused by: ${stackOf(error.cause)}` : ''
  return `${error.stack ?? error.message}${cause}`
}

const isSet = (value: string | undefined) => value !== undefined && value !== '' && value !== '0'
