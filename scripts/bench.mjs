// Speed and memory are measured in lab/speed, never in tests: first every *.bench.ts in vitest's bench, then every
// *.measure.ts as a process of its own (memory, whole engines). node scripts/run.mjs bench [part of a path]
import { labSubjects } from './lab-commands.mjs'
import { runLab } from './lab-run.mjs'

const [wanted = ''] = process.argv.slice(2)
const commands = labSubjects()
  .flatMap(({ commands: own }) => own)
  .filter(({ kind, file }) => kind !== 'program' && file.includes(wanted))
if (commands.length === 0) {
  console.error(`no bench matches '${wanted}'`)
  process.exitCode = 3
} else process.exitCode = runLab(commands)
