#!/usr/bin/env node
import { COMMANDS } from './commands.js'
import { runCli } from './run-cli.js'

const interruption = new AbortController()
process.on('SIGINT', () => {
  // The second one does not wait for what is under way.
  if (interruption.signal.aborted) process.exit(130)
  interruption.abort(new Error('interrupted'))
})

process.exitCode = await runCli(COMMANDS, process.argv.slice(2), {
  environment: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interruption.signal,
})
