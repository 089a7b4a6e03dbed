// node packages/storage-sqlite/scripts/evaluate-template-protection.mjs [--acknowledged 10000] [--rounds 1000]
//   [--write docs/evaluation/template-protection.md]
// Kills, scans and measures; prints the report or writes it. Ends with 1 when a promise is broken. PostgreSQL
// is started for it where it is installed.
import { spawn } from 'node:child_process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { findPostgres, startPostgres } from '../../../scripts/postgres-server.mjs'
import { bundleForNode } from '../../../tooling/src/bundle-for-node.mjs'

const packageFolder = fileURLToPath(new URL('..', import.meta.url))
const bundle = (entry) =>
  bundleForNode({ entry: `${packageFolder}${entry}`, packageFolder, external: ['libsql', 'pg'] })

const [writer, worker, main] = await Promise.all([
  bundle('scripts/faults/kill-writer.ts'),
  bundle('test/store-worker.ts'),
  bundle('scripts/faults/main.ts'),
])

const run = (args) =>
  new Promise((resolve, reject) => {
    spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] }).on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`)),
    )
  })
const runWorkers = (path) =>
  Promise.all(
    ['a', 'b', 'c', 'd'].map((name) =>
      run([worker, path, JSON.stringify({ worker: name, writes: 100, races: 0 })]),
    ),
  )

const { evaluate } = await import(pathToFileURL(main).href)
const holds = await evaluate(
  { writer, runWorkers, startPostgres: findPostgres() ? startPostgres : undefined },
  process.argv.slice(2),
)
process.exit(holds ? 0 : 1)
