// A package folder holds what is shipped, its tests, and what builds it; an example holds its application. What
// measures, fits, attacks or makes golden data is in lab/.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** `build` is for what `npm run build` itself runs. */
const ALWAYS =
  /^(?:src|test|build)\/|^(?:package|tsconfig|tsconfig\.[a-z]+)\.json$|^(?:README|CHANGELOG)\.md$|^LICENSE$|^[a-z]+\.config\.ts$/
const LAB = /(?:^|\/)(?:scripts|bench|benchmarks|lab)\/|\.(?:bench|measure)\.ts$/

/** The files that do not belong where they are. `shipped` says what a package's own `files` names. */
export function strayFiles(files, shipped) {
  return files.filter((file) => {
    const [, folder, name, rest] = /^(packages|examples)\/([^/]+)\/(.+)$/.exec(file) ?? []
    if (rest === undefined) return false
    if (LAB.test(rest)) return true
    const isShipped = () => shipped(name).some((one) => rest === one || rest.startsWith(`${one}/`))
    return folder === 'packages' && !ALWAYS.test(rest) && !isShipped()
  })
}

/** The files of folders of the repository here: what git knows and what it would take. */
export function filesHere(...folders) {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', ...folders]
  return spawnSync('git', args, { encoding: 'utf8', maxBuffer: 2 ** 26 }).stdout.split('\n')
}

/** Of the repository here. */
export function strayFilesHere() {
  const shipped = (name) => JSON.parse(readFileSync(`packages/${name}/package.json`, 'utf8')).files ?? []
  return strayFiles(filesHere('packages', 'examples'), shipped)
}
