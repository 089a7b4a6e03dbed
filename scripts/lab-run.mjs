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

/** All benches in one run of vitest, after them each other command by itself; 0 when all ended with 0, else the last other code. */
export function runLab(commands, args = []) {
  const benches = commands.filter(({ kind }) => kind === 'bench').map(({ file }) => file)
  const runs =
    benches.length === 0 ? [] : [['node_modules/vitest/vitest.mjs', 'bench', '--run', ...benches, ...args]]
  for (const { kind, file } of commands) {
    if (kind !== 'bench')
      runs.push([...(kind === 'measure' ? ['--expose-gc'] : []), ...sources, file, ...args])
  }
  let code = 0
  for (const run of runs) {
    const file = run.find((part) => part.startsWith('lab/'))
    if (runs.length > 1) console.error(`\n== ${file}`)
    const ended = file.endsWith('.py') ? started('python3', [file, ...args]) : started(process.execPath, run)
    if (ended !== 0) code = ended
  }
  return code
}
