import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeFileAtomically } from './write-file-atomically.js'

const state = { folder: '' }
beforeEach(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-write-'))
})
afterEach(() => rm(state.folder, { recursive: true, force: true }))

it('makes the folder, replaces what is there, and leaves no draft', async () => {
  const path = join(state.folder, 'a', 'b', 'page.html')
  await writeFileAtomically(path, 'one')
  await writeFileAtomically(path, new Uint8Array([116, 119, 111]))
  expect(await readFile(path, 'utf8')).toBe('two')
  expect(await readdir(join(state.folder, 'a', 'b'))).toEqual(['page.html'])
})

it('says what cannot be written, and leaves no draft', async () => {
  await writeFile(join(state.folder, 'file'), '')
  const failure = writeFileAtomically(join(state.folder, 'file', 'page.html'), 'x')
  await expect(failure).rejects.toThrow(/page\.html cannot be written/)
  await expect(writeFileAtomically(state.folder, 'x')).rejects.toThrow(/cannot be written/)
  expect(await readdir(state.folder)).toEqual(['file'])
})
