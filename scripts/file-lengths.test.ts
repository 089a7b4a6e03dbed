import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const ROOT = new URL('..', import.meta.url)
const FOLDERS = ['packages', 'examples', 'lab', 'scripts', 'tooling']
/** Data written by a program is not read by anybody. */
const WRITTEN = /\.data\.ts$/

function lengths() {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', ...FOLDERS]
  const { stdout } = spawnSync('git', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 26 })
  return stdout
    .split('\n')
    .filter((file) => /\.(?:ts|mts|mjs|cjs|html|css)$/.test(file) && !WRITTEN.test(file))
    .filter((file) => existsSync(new URL(file, ROOT)))
    .map((file) => ({ file, lines: readFileSync(new URL(file, ROOT), 'utf8').split('\n').length - 1 }))
}

it('no file has over 300 lines, and half of them at most 60', () => {
  const found = lengths()
  expect(found.length).toBeGreaterThan(1000)
  expect(found.filter(({ lines }) => lines > 300)).toEqual([])
  const inOrder = found.map(({ lines }) => lines).sort((a, b) => a - b)
  expect(inOrder[Math.floor(inOrder.length / 2)]).toBeLessThanOrEqual(60)
})
