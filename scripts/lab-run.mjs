// Runs commands of the lab as processes of their own, against the sources.
import { spawnSync } from 'node:child_process'

/** With these Node runs TypeScript against the packages' sources. */
export const sources = ['--conditions=@faceward/source', '--import', './scripts/run-typescript.mjs']

/** Runs one command, or benches together; what it ended with. */
function started(program, args) {
  const { status, error } = spawnSync(program, args, { stdio: 'inherit' })
  if (error) console.error(`${program}: ${error.message}`)
  return status ?? 1
}

/** The program that runs a command, and what it is given before the command's own options. */
function processOf({ kind, file }) {
  if (file.endsWith('.py')) return ['python3', file]
  return [process.execPath, ...(kind === 'measure' ? ['--expose-gc'] : []), ...sources, file]
}

/** All benches in one run of vitest, after them each other command by itself; 0 when all ended with 0, else the last other code. */
export function runLab(commands, args = []) {
  const benches = commands.filter(({ kind }) => kind === 'bench').map(({ file }) => file)
  const runs = commands.filter(({ kind }) => kind !== 'bench').map(processOf)
  if (benches.length > 0)
    runs.unshift([process.execPath, 'node_modules/vitest/vitest.mjs', 'bench', '--run', ...benches])
  let code = 0
  for (const [program, ...before] of runs) {
    if (runs.length > 1) console.error(`\n== ${before.find((part) => part.startsWith('lab/'))}`)
    const ended = started(program, [...before, ...args])
    if (ended !== 0) code = ended
  }
  return code
}
