// Writes liveness' measures.golden.json: what the package measures over small made-up inputs.
// Needs: nothing
//
// Its test holds the measures to what weights and limits were fitted on. Run this after a measure was changed on purpose
// and everything was fitted anew.
import { writeFileSync } from 'node:fs'
import { measures } from '../../../../packages/liveness/test/measures.js'

const path = 'packages/liveness/test/measures.golden.json'
const madeBy = `lab/goldens/src/commands/make-liveness-measures.ts, Node ${process.versions.node}, ${process.arch}`
writeFileSync(path, `${JSON.stringify({ madeBy, measures: await measures() }, null, 1)}\n`)
console.error(`wrote ${path}`)
