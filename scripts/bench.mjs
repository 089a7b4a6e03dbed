// Speed and memory are measured here, never in tests: first every *.bench.ts in vitest's bench, then every
// *.measure.ts as a process of its own (memory, whole engines). node scripts/run.mjs bench [part of a path]
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'

const [wanted = ''] = process.argv.slice(2)
const files = ['packages', 'examples']
  .flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}/bench`))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`))
  .filter((file) => file.includes(wanted))
const benches = files.filter((file) => file.endsWith('.bench.ts'))
const measures = files.filter((file) => file.endsWith('.measure.ts'))
if (benches.length + measures.length === 0) {
  console.error(`no bench matches '${wanted}'`)
  process.exit(3)
}

let failed = 0
const run = (...args) => {
  failed += spawnSync(process.execPath, args, { stdio: 'inherit' }).status === 0 ? 0 : 1
}
if (benches.length > 0) run('node_modules/vitest/vitest.mjs', 'bench', '--run', ...benches)
for (const file of measures) {
  console.log(`\n== ${file}`)
  run('--expose-gc', '--conditions=@faceward/source', '--import', './scripts/run-typescript.mjs', file)
}
process.exit(failed === 0 ? 0 : 1)
