// Checks every published package as it would be published: publint and attw on the packed tarball, the files
// every package has and every tarball holds, a README of at most 80 lines. Old files of dist go first: a cached build is
// restored over what stands there.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const problems = []
const folders = readdirSync('packages').map((name) => `packages/${name}`)
const tarballs = mkdtempSync(join(tmpdir(), 'faceward-pack-'))
const run = (file, args, cwd) =>
  spawnSync(process.execPath, [resolve(file), ...args], { cwd, encoding: 'utf8' })

for (const folder of folders) {
  const manifest = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
  const fail = (text) => problems.push(`${manifest.name}: ${text}`)
  for (const file of ['README.md', 'tsconfig.json', 'tsup.config.ts', 'src/index.ts']) {
    if (!existsSync(`${folder}/${file}`)) fail(`${file} is missing`)
  }
  if (!manifest.description) fail('no description')
  if (manifest.license !== 'MIT') fail('no licence')
  const readme = existsSync(`${folder}/README.md`)
    ? readFileSync(`${folder}/README.md`, 'utf8').trimEnd().split('\n')
    : []
  if (readme.length > 80) fail(`README has ${readme.length} lines, 80 are allowed`)
  if (readme.length < 12) fail('README says too little')
  const packed = spawnSync('pnpm', ['pack', '--pack-destination', tarballs], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (packed.status !== 0) fail(`pnpm pack failed: ${packed.stderr}`)
  const tarball = join(tarballs, `${manifest.name.slice(1).replace('/', '-')}-${manifest.version}.tgz`)
  const listed = spawnSync('tar', ['tzf', tarball], { encoding: 'utf8' }).stdout.split('\n')
  for (const file of ['LICENSE', 'README.md', 'package.json']) {
    if (!listed.includes(`package/${file}`)) fail(`the tarball has no ${file}`)
  }
  const publint = run('node_modules/publint/src/cli.js', ['run', '--strict', tarball], folder)
  if (publint.status !== 0) fail(`publint: ${publint.stdout}${publint.stderr}`)
  const attw = run(
    'node_modules/@arethetypeswrong/cli/dist/index.js',
    [tarball, '--profile', 'esm-only', '--format', 'ascii', '--no-color'],
    folder,
  )
  if (attw.status !== 0 || /does not contain types/.test(attw.stdout))
    fail(`attw: ${attw.stdout}${attw.stderr}`)
}
rmSync(tarballs, { recursive: true, force: true })
if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exit(1)
}
console.log(`${folders.length} packages are well formed (publint, attw, files, README)`)
