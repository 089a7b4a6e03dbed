// Turns what `faceward calibrate` wrote into the default embedder's calibration as data of its package.
// Needs: a calibration.json
// Options: [calibration/calibration.json]
//
// The calibration's own `provenance.command` says how the JSON was made.
import { readFile, writeFile } from 'node:fs/promises'
import { needed } from '@faceward/lab-shared/data-folder'
import { calibrationSchema } from '@faceward/spec/schemas'

const [path = 'calibration/calibration.json'] = process.argv.slice(2)
const calibration = calibrationSchema.parse(
  JSON.parse(await readFile(needed(path, '`faceward calibrate` writes it.'), 'utf8')),
)
const target = new URL(
  '../../../../packages/model-pack/src/default-embedder/default-embedder-calibration.data.ts',
  import.meta.url,
)
await writeFile(
  target,
  `// Written by npm run lab -- recognition/write-default-calibration from the output of the command in \`provenance\`; do not edit.
import type { Calibration } from '@faceward/spec'

/** What the similarity of the default embedder means; see docs/concepts/thresholds.md. */
export const DEFAULT_EMBEDDER_CALIBRATION: Calibration = ${JSON.stringify(calibration, undefined, 2)}
`,
)
console.log(`wrote ${target.pathname}`)
