// Counts how many seeded faults in a package, planted one at a time and in memory only, its tests notice.
// Needs: nothing
// Options: core [template-cipher ...] [--mutants 60] [--seed 1] [--only <text in a file's path>] [--least 0.9]
import { parseArgs } from 'node:util'
import { whyEquivalent } from '../equivalents.js'
import { drawMutations } from '../mutations/draw-mutations.js'
import { runMutants } from '../run/run-mutants.js'
import { scoreOf, scoreTable, shareCaught } from '../score-table.js'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    mutants: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    /** The share that must be caught, 0 to 1. */
    least: { type: 'string', default: '0' },
  },
})

const scores = []
for (const packageName of positionals) {
  const drawn = drawMutations(packageName, Number(values.mutants), Number(values.seed), values.only)
  const tried = await runMutants(packageName, drawn, (text) => console.error(text))
  scores.push(scoreOf(packageName, tried, ({ mutation }) => whyEquivalent(mutation) !== undefined))
}
console.log(scoreTable(scores))
process.exitCode = scores.every((score) => shareCaught(score) >= Number(values.least)) ? 0 : 1
