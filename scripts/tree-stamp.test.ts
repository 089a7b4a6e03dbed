import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { treeStamp } from './tree-stamp.mjs'

let root: string
const write = (file: string, text: string): void => {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
}
const remove = (file: string): void => rmSync(join(root, file), { recursive: true })

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'faceward-stamp-'))
  write('turbo.json', '{}')
  write('packages/near/src/index.ts', 'export const one = 1\n')
  write('packages/near/dist/index.js', 'const one = 1\n')
  write('packages/near/node_modules/other/index.js', 'foreign\n')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('treeStamp', () => {
  it('is the same while nothing changes', () => {
    expect(treeStamp(root)).toEqual(treeStamp(root))
  })

  it.each<[string, () => void]>([
    ['edited', () => write('packages/near/src/index.ts', 'export const one = 1 // more\n')],
    [
      'edited to the same length and given its old time',
      () => {
        write('packages/near/src/index.ts', 'export const one = 2\n')
        utimesSync(join(root, 'packages/near/src/index.ts'), 1, 1)
      },
    ],
    ['added', () => write('packages/near/src/two.ts', '')],
    ['added with its package', () => write('packages/far/package.json', '{}')],
    ['deleted', () => remove('packages/near/src/index.ts')],
    ['deleted at the root', () => remove('turbo.json')],
  ])('tells a source that was %s', (_, change) => {
    const file = join(root, 'packages/near/src/index.ts')
    utimesSync(file, 1, 1)
    const before = treeStamp(root)
    change()
    const after = treeStamp(root)
    expect(after.inputs).not.toBe(before.inputs)
    expect(after.outputs).toBe(before.outputs)
  })

  it.each<[string, () => void]>([
    ['changed', () => write('packages/near/dist/index.js', 'const one = 11\n')],
    ['added', () => write('packages/near/dist/stray.js', '')],
    ['deleted', () => remove('packages/near/dist')],
  ])('tells a built file that was %s from a source', (_, change) => {
    const before = treeStamp(root)
    change()
    const after = treeStamp(root)
    expect(after.outputs).not.toBe(before.outputs)
    expect(after.inputs).toBe(before.inputs)
  })

  it('does not look at what is installed, nor at caches', () => {
    const before = treeStamp(root)
    write('packages/near/node_modules/other/index.js', 'another version\n')
    write('packages/near/.turbo/turbo-build.log', 'built\n')
    write('out/sheet.html', '')
    expect(treeStamp(root)).toEqual(before)
  })
})
