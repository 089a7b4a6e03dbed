import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildWhatChanged } from './build.mjs'

const TURBO = resolve('node_modules/turbo/bin/turbo')
/** A build that refuses a source with the word `wrong` in it, as a compiler would. */
const BUILD = `
  import { cpSync, readFileSync, appendFileSync } from 'node:fs'
  console.log('compiling, with much to tell')
  if (readFileSync('src/index.ts', 'utf8').includes('wrong')) {
    console.error('src/index.ts(1,1): that is wrong')
    process.exit(1)
  }
  cpSync('src', 'dist', { recursive: true })
`

let root: string
let said: string[]

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
}
const build = (options: string[] = [], turbo = TURBO): Promise<{ status: number; built: string[] }> => {
  said = []
  return buildWhatChanged({
    root,
    turbo,
    options,
    environment: {
      ...process.env,
      PATH: resolve('node_modules/.bin') + delimiter + process.env.PATH,
      TURBO_TELEMETRY_DISABLED: '1',
      TURBO_CACHE_DIR: join(root, '.turbo'),
    },
    say: (text: string) => said.push(...text.split('\n')),
  })
}
/** Fails whoever starts it. */
const NO_TURBO = '/does/not/exist'

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'faceward-build-'))
  write('package.json', '{ "name": "tree", "private": true, "packageManager": "pnpm@10.34.9" }')
  write('pnpm-workspace.yaml', 'packages: ["packages/*"]\n')
  write('pnpm-lock.yaml', "lockfileVersion: '9.0'\nimporters:\n  packages/near: {}\n  packages/far: {}\n")
  write('turbo.json', '{ "tasks": { "build": { "inputs": ["src/**"], "outputs": ["dist/**"] } } }')
  write('node_modules/.keep', '')
  write('build.mjs', BUILD)
  for (const name of ['near', 'far']) {
    write(
      `packages/${name}/package.json`,
      `{ "name": "${name}", "scripts": { "build": "node ../../build.mjs" } }`,
    )
    write(`packages/${name}/node_modules/.keep`, '')
    write(`packages/${name}/src/index.ts`, `export const name = '${name}'\n`)
  }
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('buildWhatChanged', () => {
  it('says which packages it builds and how long it took, and nothing of turbo or the compilers', async () => {
    expect(await build()).toEqual({ status: 0, built: expect.arrayContaining(['near', 'far']) })
    expect(said).toHaveLength(4)
    expect(said[0]).toBe('> building 2 packages')
    expect(said.slice(1, 3).map((line) => line.replace(/near|far/, '…'))).toEqual([
      '  1 of 2: …',
      '  2 of 2: …',
    ])
    expect(said[3]).toMatch(/^> built 2 packages in \d+\.\d s$/)
  })

  it('starts nothing and says nothing when the tree is as it was built', async () => {
    await build()
    expect(await build([], NO_TURBO)).toEqual({ status: 0, built: [] })
    expect(said).toEqual([])
  })

  it('takes a whole build as an answer for each of its parts, and not the other way round', async () => {
    await build(['--filter=near'])
    expect((await build(['--filter=near'], NO_TURBO)).status).toBe(0)
    expect((await build()).built).toEqual(['far'])
    expect((await build(['--filter=far'], NO_TURBO)).status).toBe(0)
  })

  it('builds again what holds a source that was edited, added or deleted, and nothing else', async () => {
    write('packages/far/src/more.ts', 'export const more = 1\n')
    await build()
    write('packages/near/src/index.ts', "export const name = 'neer'\n")
    expect((await build()).built).toEqual(['near'])
    rmSync(join(root, 'packages/far/src/more.ts'))
    write('packages/near/src/more.ts', 'export const more = 1\n')
    expect((await build()).built.sort()).toEqual(['far', 'near'])
  })

  it('brings back without a word what somebody deleted of the built files', async () => {
    await build()
    rmSync(join(root, 'packages/near/dist'), { recursive: true })
    expect(await build()).toEqual({ status: 0, built: [] })
    expect(said).toEqual([])
    expect(readFileSync(join(root, 'packages/near/dist/index.ts'), 'utf8')).toContain('near')
  })

  it("shows a failing build's own words alone, and fails again until it is put right", async () => {
    await build()
    write('packages/near/src/index.ts', 'wrong\n')
    for (let time = 0; time < 2; time += 1) {
      expect((await build()).status).not.toBe(0)
      expect(said.slice(0, 3)).toEqual([
        '> building 1 package',
        '  1 of 1: near',
        '> the build failed in near',
      ])
      // They come from two streams, in no certain order.
      expect(said.slice(3).sort()).toEqual([
        'compiling, with much to tell',
        'src/index.ts(1,1): that is wrong',
      ])
    }
    write('packages/near/src/index.ts', 'right\n')
    expect((await build()).built).toEqual(['near'])
  })

  it('shows what turbo says when it cannot start', async () => {
    expect((await build(['--filter=absent'])).status).not.toBe(0)
    expect(said[0]).toBe('> the build failed')
    expect(said.join('\n')).toContain('absent')
    expect((await build([], NO_TURBO)).status).not.toBe(0)
    expect(said.join('\n')).toContain('Cannot find module')
  })

  it('asks turbo whatever it was told besides a filter', async () => {
    await build()
    expect((await build(['--force'])).built).toEqual(expect.arrayContaining(['near', 'far']))
  })
})
