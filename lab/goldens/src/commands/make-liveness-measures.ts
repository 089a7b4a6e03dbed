// Writes what packages/liveness measures over small made-up inputs, for its test that the measures stay those that its
// weights and limits were fitted on. Run it after a measure was changed on purpose and everything was fitted anew.
//   npm run lab -- goldens/make-liveness-measures
import { writeFileSync } from 'node:fs'
import { measures } from '../../../../packages/liveness/test/measures.js'

const path = 'packages/liveness/test/measures.golden.json'
const madeBy = `lab/goldens/src/commands/make-liveness-measures.ts, Node ${process.versions.node}, ${process.arch}`
writeFileSync(path, `${JSON.stringify({ madeBy, measures: await measures() }, null, 1)}\n`)
console.error(`wrote ${path}`)
