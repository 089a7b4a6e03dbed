// Writes every ```ts block of the READMEs and docs into .snippets/, each a module of its own, so that they
// can be type-checked as a reader would use them.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = '.snippets'

/** @param {string[]} packages folders of the workspace's packages @returns how many snippets were written */
export function writeSnippets(packages) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const pages = ['README.md', ...packages.map((path) => `${path}/README.md`), ...markdownBelow('docs')]
  let count = 0
  for (const page of pages) {
    if (!existsSync(page)) continue
    for (const [, code] of readFileSync(page, 'utf8').matchAll(/^```ts\n([\s\S]*?)^```/gm)) {
      const name = `${page.replaceAll('/', '-').replace('.md', '')}-${count++}.ts`
      writeFileSync(join(folder, name), `${code}\nexport {}\n`)
    }
  }
  if (count === 0) writeFileSync(join(folder, 'none.ts'), 'export {}\n')
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n')
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project(packages), null, 2))
  return count
}

function markdownBelow(path) {
  if (!existsSync(path)) return []
  return readdirSync(path, { recursive: true })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(path, name))
}

// Snippets resolve every package of the workspace, as if all were installed.
function project(packages) {
  const paths = {}
  for (const path of packages) {
    const { name, exports = {} } = JSON.parse(readFileSync(`${path}/package.json`, 'utf8'))
    for (const [entry, target] of Object.entries(exports)) {
      const source = target?.['@faceward/source']
      if (source) paths[`${name}${entry.slice(1)}`] = [`../${path}/${source.slice(2)}`]
    }
  }
  return {
    extends: '../tooling/tsconfig.base.json',
    compilerOptions: {
      types: ['node'],
      paths,
      noUnusedLocals: false,
      noUnusedParameters: false,
      rootDir: '..',
    },
    include: ['*.ts'],
  }
}
