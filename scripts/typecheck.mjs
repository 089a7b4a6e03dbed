// Types of everything at once against the sources, then of each neutral package without Node's types, then of
// every TypeScript snippet in the READMEs and docs.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { writeSnippets } from './readme-snippets.mjs'

const tsc = 'node_modules/typescript-native/bin/tsc'
let failures = 0
function check(label, project) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', project, '--pretty', 'false'], {
    encoding: 'utf8',
  })
  if (status === 0) return
  failures++
  console.error(`types of ${label}:\n${stdout}${stderr}`)
}

check('the whole tree', 'tsconfig.json')
const packages = ['packages', 'examples', 'lab'].flatMap((folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${folder}/${name}`),
)
for (const folder of packages) {
  const config = `${folder}/tsconfig.json`
  if (!existsSync(config)) continue
  const { compilerOptions = {} } = JSON.parse(readFileSync(config, 'utf8'))
  if (compilerOptions.types === undefined) {
    // A neutral package: its own sources, and those it imports, must do without Node's types.
    const { status, stdout } = spawnSync(
      process.execPath,
      [tsc, '-p', config, '--rootDir', '.', '--pretty', 'false'],
      { encoding: 'utf8' },
    )
    if (status !== 0) {
      failures++
      console.error(`types of ${folder} without Node:\n${stdout}`)
    }
  }
}
const snippets = writeSnippets(packages)
check(`${snippets} README and docs snippets`, '.snippets/tsconfig.json')
if (failures > 0) process.exit(1)
console.log(`types hold: the tree, ${packages.length} packages, ${snippets} snippets`)
