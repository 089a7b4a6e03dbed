// Sends seeded requests of every kind to the built server and counts what it answers.
// Needs: a build
// Options: [--requests 100000] [--seed 1] [--only number] [--write docs/evaluation/fuzzing.md]
//
// Nothing may crash it, nothing may be answered with 500, memory stays bounded, and it serves an honest person afterwards.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { fuzzingPage } from '../fuzz/fuzzing-page.js'
import { runFuzz } from '../fuzz/run-fuzz.js'
import { print } from '../print.js'

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    write: { type: 'string' },
  },
})
const seed = Number(values.seed)
const numbers =
  values.only === undefined
    ? { first: 0, count: Number(values.requests) }
    : { first: Number(values.only), count: 1 }

const found = await runFuzz({ seed, ...numbers, say: print })
const page = fuzzingPage(found)
print(page)
if (values.write !== undefined) writeFileSync(values.write, page)
process.exitCode = found.failures.length === 0 ? 0 : 1
