// node scripts/new-package.mjs <name> [--platform neutral|node|browser] [--deps a,b] [--description "..."]
// Lays down the files every package has, so that none is forgotten and all look alike.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    platform: { type: 'string', default: 'neutral' },
    deps: { type: 'string', default: '' },
    description: { type: 'string', default: '' },
  },
})
const [name] = positionals
if (!name || !/^[a-z][a-z0-9-]*$/.test(name)) {
  console.error(
    'usage: node scripts/new-package.mjs <kebab-name> [--platform neutral|node|browser] [--deps spec,imaging] [--description "..."]',
  )
  process.exit(3)
}
const folder = `packages/${name}`
if (existsSync(folder)) {
  console.error(`${folder} exists already`)
  process.exit(3)
}
const node = values.platform === 'node'
const entry = {
  '@faceward/source': './src/index.ts',
  types: './dist/index.d.ts',
  // A bundler for the browser is told at once; TypeScript still finds the types.
  ...(node ? { browser: null } : {}),
  default: './dist/index.js',
}
const manifest = {
  name: `@faceward/${name}`,
  version: '0.0.0',
  description: values.description,
  type: 'module',
  license: 'MIT',
  engines: { node: '>=20.19' },
  sideEffects: false,
  exports: { '.': entry, './package.json': './package.json' },
  files: ['dist', 'src', '!src/**/*.test.ts'],
  scripts: { build: 'tsup' },
  dependencies: Object.fromEntries(
    values.deps
      .split(',')
      .filter(Boolean)
      .map((dep) => [
        dep.includes(':') ? dep.slice(4) : `@faceward/${dep}`,
        dep.includes(':') ? 'catalog:' : 'workspace:^',
      ]),
  ),
  publishConfig: { access: 'public' },
}
const tsconfig = {
  extends: '../../tooling/tsconfig.base.json',
  compilerOptions: { rootDir: 'src', ...(node ? { types: ['node'] } : {}) },
  include: ['src'],
  exclude: ['src/**/*.test.ts'],
}
mkdirSync(`${folder}/src`, { recursive: true })
const write = (file, content) => writeFileSync(`${folder}/${file}`, content)
write('package.json', `${JSON.stringify(manifest, null, 2)}\n`)
write('tsconfig.json', `${JSON.stringify(tsconfig, null, 2)}\n`)
write(
  'tsup.config.ts',
  `import { buildRecipe } from '../../tooling/src/tsup.mjs'\n\nexport default buildRecipe({ platform: '${values.platform}' })\n`,
)
write('src/index.ts', 'export {}\n')
write('README.md', `# @faceward/${name}\n\n${values.description}\n`)
console.log(
  `${folder} is there; add it to the layer table in .dependency-cruiser.cjs and run npx pnpm install`,
)
