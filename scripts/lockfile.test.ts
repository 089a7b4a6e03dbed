import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'

const LOCKFILE = readFileSync(new URL('../pnpm-lock.yaml', import.meta.url), 'utf8')

const { DATA_PACKAGES } = createRequire(import.meta.url)('../.pnpmfile.cjs') as {
  DATA_PACKAGES: readonly string[]
}

/** What the two commands of the README run as native code, and what it is called elsewhere. */
const NATIVE = {
  '@biomejs/cli': ['darwin-arm64', 'win32-x64', 'linux-arm64'],
  '@esbuild/': ['darwin-arm64', 'win32-x64', 'linux-arm64'],
  '@libsql/': ['darwin-arm64', 'win32-x64-msvc', 'linux-arm64-gnu'],
  '@img/sharp': ['darwin-arm64', 'win32-x64', 'linux-arm64'],
  '@rolldown/binding': ['darwin-arm64', 'win32-x64-msvc', 'linux-arm64-gnu'],
  '@rollup/rollup': ['darwin-arm64', 'win32-x64-msvc', 'linux-arm64-gnu'],
  '@turbo/': ['darwin-arm64', 'windows-64', 'linux-arm64'],
  '@typescript/typescript': ['darwin-arm64', 'win32-x64', 'linux-arm64'],
}

// An install that finds a pruned node_modules once wrote a lockfile with the parts of one platform only.
describe('the lockfile', () => {
  it.each(Object.entries(NATIVE))('has the native parts of %s for every platform', (name, platforms) => {
    for (const platform of platforms) {
      const part = name.endsWith('/') ? `${name}${platform}` : `${name}-${platform}`
      expect(LOCKFILE).toContain(`'${part}@`)
    }
  })

  it('has nothing of what the packages that are read as data depend on', () => {
    const snapshots = LOCKFILE.slice(LOCKFILE.indexOf('\nsnapshots:'))
    const ofData = DATA_PACKAGES.map((name) => new RegExp(`^  '?${name}@\\S+:(.*)$`, 'm').exec(snapshots))
    const found = ofData.filter((line) => line !== null)
    expect(found.length).toBeGreaterThan(0)
    expect(found.map(([, dependencies]) => dependencies)).toEqual(found.map(() => ' {}'))
  })
})
