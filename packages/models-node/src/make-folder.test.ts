import { existsSync } from 'node:fs'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFolder } from './make-folder.js'

const state = { folder: '' }
beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-folder-'))
})
afterAll(() => rm(state.folder, { recursive: true, force: true }))

describe('makeFolder', () => {
  it('makes what is missing, with the mode, and leaves what is there', async () => {
    const path = join(state.folder, 'a', 'b', 'c')
    await Promise.all(Array.from({ length: 8 }, () => makeFolder(path, 0o700)))
    await makeFolder(path)
    const { mode } = await stat(path)
    if (process.platform !== 'win32') expect(mode & 0o777).toBe(0o700)
  })

  it('fails where a file is in the way', async () => {
    await writeFile(join(state.folder, 'file'), '')
    await expect(makeFolder(join(state.folder, 'file'))).rejects.toMatchObject({ code: 'EEXIST' })
    await expect(makeFolder(join(state.folder, 'file', 'under'))).rejects.toThrow()
  })

  // Only Linux has such a place; elsewhere the path would be made for real.
  if (existsSync('/proc/self')) {
    it('fails, and returns, where the system makes no folders', async () => {
      await expect(makeFolder('/proc/faceward/data')).rejects.toMatchObject({ code: 'ENOENT' })
    })
  }
})
