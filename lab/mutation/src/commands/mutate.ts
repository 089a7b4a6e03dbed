// Plants seeded faults in a package's sources, one at a time and in memory only, and counts how many its tests notice.
// Needs: nothing
// Options: <package> ... [--mutants 60] [--seed 1] [--only part-of-a-path] [--least 0.9]
//
// Runs the tests that reach a fault, to the first that fails. What survived is listed with its place; what is known to
// change nothing stands in lab/mutation/equivalent.json with a word of why. It ends with 1 where less than the least is
// caught.
import { existsSync } from 'node:fs'
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

const absent = positionals.filter((name) => !existsSync(`packages/${name}/src`))
if (absent.length > 0 || positionals.length === 0) {
  console.error(
    absent.length > 0
      ? `There is no package ${absent.join(', ')}; a package is named as its folder below packages/, such as core.`
      : 'Name the packages: npm run lab -- mutation/mutate core template-cipher',
  )
  process.exit(3)
}

const scores = []
for (const packageName of positionals) {
  const drawn = drawMutations(packageName, Number(values.mutants), Number(values.seed), values.only)
  const tried = await runMutants(packageName, drawn, (text) => console.error(text))
  scores.push(scoreOf(packageName, tried, ({ mutation }) => whyEquivalent(mutation) !== undefined))
}
console.log(scoreTable(scores))
process.exitCode = scores.every((score) => shareCaught(score) >= Number(values.least)) ? 0 : 1
