// Runs the layer rules over the tree and looks for what is in the wrong folder, and first over a small planted tree whose every file breaks one rule:
// a rule that sleeps fails this check.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { strayFiles, strayFilesHere } from './package-folders.mjs'

const depcruiser = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
function violations(cwd, paths) {
  const args = [depcruiser, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...paths]
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 })
  try {
    const { summary } = JSON.parse(stdout)
    return {
      cruised: summary.totalCruised,
      found: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
    }
  } catch {
    console.error(`dependency-cruiser failed:\n${stdout}${stderr}`)
    process.exit(1)
  }
}

const plants = {
  'layer-spec': ['packages/spec/src/planted.ts', '../../imaging/src/index.js'],
  'layer-core': ['packages/core/src/planted.ts', '../../fusion/src/index.js'],
  'layer-liveness': ['packages/liveness/src/planted.ts', '../../embedding/src/index.js'],
  'neutral-without-node': ['packages/imaging/src/planted.ts', 'node:fs'],
  'browser-entry-without-node': ['packages/node/src/browser/planted.ts', 'node:fs'],
  'no-deep-import': ['packages/node/src/planted.ts', '../../core/src/deep.js'],
  'unlisted-package': ['packages/stray/src/planted.ts', '../../spec/src/index.js'],
  'nothing-imports-the-lab': ['packages/imaging/src/measured.ts', '../../../lab/speed/src/index.js'],
  'not-resolvable': ['packages/fusion/src/planted.ts', './absent.js'],
}
const nursery = mkdtempSync(join(tmpdir(), 'faceward-layers-'))
const plant = (file, code) => {
  mkdirSync(dirname(join(nursery, file)), { recursive: true })
  writeFileSync(join(nursery, file), code)
}
for (const name of ['spec', 'imaging', 'fusion', 'embedding'])
  plant(`packages/${name}/src/index.ts`, 'export const one = 1\n')
plant('packages/core/src/deep.ts', 'export const one = 1\n')
plant('lab/speed/src/index.ts', 'export const one = 1\n')
for (const [file, target] of Object.values(plants))
  plant(file, `import * as planted from '${target}'\nexport const kept = planted\n`)
plant('package.json', '{ "type": "module" }\n')
plant('tsconfig.json', '{ "compilerOptions": { "module": "NodeNext", "moduleResolution": "NodeNext" } }\n')
cpSync('.dependency-cruiser.cjs', join(nursery, '.dependency-cruiser.cjs'))
const caught = violations(nursery, ['packages'])
rmSync(nursery, { recursive: true, force: true })
const asleep = Object.entries(plants).filter(
  ([rule, [file]]) => !caught.found.some((line) => line.startsWith(`${rule}: ${file}`)),
)
if (asleep.length > 0) {
  console.error(
    `these rules did not catch their planted violation: ${asleep.map(([rule]) => rule).join(', ')}\n${caught.found.join('\n')}`,
  )
  process.exit(1)
}

const strays = [
  'packages/spec/scripts/fit.ts',
  'packages/spec/bench/all.ts',
  'packages/spec/notes.md',
  'packages/spec/src/one.bench.ts',
  'examples/cli/scripts/measure.mjs',
]
const missed = strays.filter((file) => strayFiles([file], () => ['dist']).length === 0)
if (missed.length > 0) {
  console.error(`these were let into a package folder: ${missed.join(', ')}`)
  process.exit(1)
}
const stray = strayFilesHere()
if (stray.length > 0) {
  console.error(`neither shipped nor a test; what measures, fits or attacks is in lab/:\n${stray.join('\n')}`)
  process.exit(1)
}

const { cruised, found } = violations('.', ['packages', 'examples', 'lab'])
if (found.length > 0) {
  console.error(found.join('\n'))
  process.exit(1)
}
console.log(
  `layer rules hold over ${cruised} modules; ${Object.keys(plants).length + strays.length} planted violations were caught`,
)
