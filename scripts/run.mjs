// The bootstrap behind the root scripts: needs Node and npm only. Installs when the lockfile changed, builds
// what changed, then runs the task. Usage: node scripts/run.mjs <task> [arguments]
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildWhatChanged } from './build.mjs'
import { sources } from './lab-run.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)
const windows = process.platform === 'win32'
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `faceward needs Node 20.19 or newer; this is ${process.versions.node}. See https://nodejs.org`,
  )
  process.exit(4)
}

const environment = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  NO_UPDATE_NOTIFIER: '1',
  npm_config_update_notifier: 'false',
  ONNXRUNTIME_NODE_INSTALL: 'skip',
}
// Turbo starts `pnpm` from PATH; the pinned one is a dev dependency.
const pathKey = Object.keys(environment).find((key) => key.toLowerCase() === 'path') ?? 'PATH'
environment[pathKey] = resolve('node_modules/.bin') + delimiter + environment[pathKey]

function run(command, commandArguments, options = {}) {
  const result = spawnSync(command, commandArguments, { stdio: 'inherit', env: environment, ...options })
  if (result.error) console.error(`${command}: ${result.error.message}`)
  if (result.status !== 0) process.exit(result.status ?? 1)
}
const node = (file, ...rest) => run(process.execPath, [file, ...rest])
// Not on stdout, which is the task's own: `npm run faceward -- list --json` may be piped.
const say = (text) => console.error(`> ${text}`)

function install() {
  const stamp = 'node_modules/.faceward-setup'
  const hash = createHash('sha256')
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'])
    hash.update(readFileSync(file))
  const wanted = [hash.digest('hex'), process.platform, process.arch, process.versions.modules].join(' ')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  say('installing dependencies (the first time takes about a minute)')
  const manager = JSON.parse(readFileSync('package.json', 'utf8')).packageManager.split('+')[0]
  const quote = (text) => (windows ? `"${text}"` : text)
  // npx runs outside the repository: inside it would pick node_modules/.bin/pnpm, which pnpm may replace under itself.
  const args = [
    '--yes',
    manager,
    '--dir',
    quote(root),
    'install',
    '--frozen-lockfile',
    '--reporter=append-only',
    '--loglevel=warn',
  ]
  run('npx', args, { cwd: tmpdir(), shell: windows })
  writeFileSync(stamp, wanted)
}

async function build(...options) {
  const turbo = resolve('node_modules/turbo/bin/turbo')
  const { status, built } = await buildWhatChanged({ root, turbo, environment, options, say: console.error })
  if (status !== 0) process.exit(status)
  return built
}

const [task = 'help', ...rest] = process.argv.slice(2)
const cli = (...args) => node('examples/cli/dist/main.js', ...args)
const tasks = {
  build: async () => {
    if ((await build(...rest)).length === 0) say('nothing to build')
  },
  demo: async () => {
    await build('--filter=@faceward/cli')
    cli('demo', ...rest)
  },
  faceward: async () => {
    await build('--filter=@faceward/cli')
    cli(...rest)
  },
  start: async () => {
    await build('--filter=@faceward/example-express')
    node('examples/express/dist/main.js', ...rest)
  },
  test: async () => {
    await build()
    say('running every test')
    node('node_modules/vitest/vitest.mjs', 'run', ...rest)
  },
  typecheck: () => node('scripts/typecheck.mjs', ...rest),
  lint: () => {
    node('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', ...rest)
    node('scripts/check-layers.mjs')
    node('node_modules/knip/bin/knip.js', '--no-config-hints')
  },
  format: () => node('node_modules/@biomejs/biome/bin/biome', 'check', '--write', ...rest),
  bench: () => node('scripts/bench.mjs', ...rest),
  lab: () => node('scripts/lab.mjs', ...rest),
  'check-packages': async () => {
    for (const name of readdirSync('packages'))
      rmSync(`packages/${name}/dist`, { recursive: true, force: true })
    await build()
    node('scripts/check-packages.mjs')
  },
  'write-openapi': () => {
    run(process.execPath, [...sources, 'scripts/write-openapi.ts'])
    node('node_modules/@biomejs/biome/bin/biome', 'format', '--write', 'packages/adapters/openapi.json')
  },
  'new-package': () => node('scripts/new-package.mjs', ...rest),
}
if (!Object.hasOwn(tasks, task)) {
  console.error(`usage: node scripts/run.mjs <${Object.keys(tasks).join('|')}>`)
  process.exit(3)
}
install()
await tasks[task]()
