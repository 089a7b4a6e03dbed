import { createHash } from 'node:crypto'
import { lstatSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'

const SKIPPED = new Set(['node_modules', '.git', '.turbo', '.snippets', 'coverage', 'out'])

/**
 * What stands in a workspace, as two hashes: of everything a build may read, and of everything it wrote (dist
 * folders). A file counts by its path, size and times: what is edited, added, renamed or deleted changes one.
 */
export function treeStamp(root) {
  const inputs = createHash('sha256')
  const outputs = createHash('sha256')
  const walk = (folder, hash) => {
    const entries = readdirSync(folder, { withFileTypes: true })
    for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      if (SKIPPED.has(entry.name)) continue
      const path = join(folder, entry.name)
      if (entry.isDirectory()) walk(path, entry.name === 'dist' ? outputs : hash)
      else {
        const { size, mtimeMs, ctimeMs } = lstatSync(path)
        hash.update(`${relative(root, path)}\0${size}\0${mtimeMs}\0${ctimeMs}\n`)
      }
    }
  }
  walk(root, inputs)
  return { inputs: inputs.digest('hex'), outputs: outputs.digest('hex') }
}
