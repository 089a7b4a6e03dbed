import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { filesHere } from './package-folders.mjs'

const FOLDERS = ['packages', 'examples', 'lab', 'scripts', 'tooling']
/** Data written by a program is not read by anybody. */
const WRITTEN = /\.data\.ts$/

function lengths() {
  return filesHere(...FOLDERS)
    .filter((file) => /\.(?:ts|mts|mjs|cjs|html|css)$/.test(file) && !WRITTEN.test(file))
    .filter((file) => existsSync(file))
    .map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
}

it('no file has over 300 lines, and half of them at most 60', () => {
  const found = lengths()
  expect(found.length).toBeGreaterThan(1000)
  expect(found.filter(({ lines }) => lines > 300)).toEqual([])
  const inOrder = found.map(({ lines }) => lines).sort((a, b) => a - b)
  expect(inOrder[Math.floor(inOrder.length / 2)]).toBeLessThanOrEqual(60)
})
