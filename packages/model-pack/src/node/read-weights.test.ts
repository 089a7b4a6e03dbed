import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DEFAULT_MODELS } from '../default-models.js'
import { readWeights } from './read-weights.js'
import { sha256 } from './sha256.js'

const content = Uint8Array.of(1, 2, 3, 4)
const manifest = { ...DEFAULT_MODELS.mesh, file: { sha256: sha256(content), bytes: content.length } }
const state = { folder: '', url: new URL('file:///') }
beforeEach(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-weights-'))
  state.url = pathToFileURL(join(state.folder, 'model.onnx'))
})
afterEach(() => rm(state.folder, { recursive: true, force: true }))

it('gives the pinned bytes', async () => {
  await writeFile(state.url, content)
  expect(await readWeights({ manifest, url: state.url })).toEqual(content)
})

it('says to build or to install again when the file is absent', async () => {
  const reading = readWeights({ manifest, url: state.url })
  await expect(reading).rejects.toMatchObject({ code: 'not-found' })
  await expect(reading).rejects.toThrow(/Install it again.*npm run build/)
})

it.each([
  ['a changed file', Uint8Array.of(1, 2, 3, 5)],
  ['a cut-off file', content.subarray(1)],
])('refuses %s', async (_, bytes) => {
  await writeFile(state.url, bytes)
  await expect(readWeights({ manifest, url: state.url })).rejects.toMatchObject({
    code: 'integrity-mismatch',
  })
})

it.skipIf(process.platform === 'win32')('does not read a file that has no end', async () => {
  await symlink('/dev/zero', state.url)
  await expect(readWeights({ manifest, url: state.url })).rejects.toMatchObject({
    code: 'integrity-mismatch',
  })
})
