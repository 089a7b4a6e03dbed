import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { manifestOf, someBytes, temporaryFolder } from '../test/pull-fixtures.js'
import { loadModelFile } from './load-model-file.js'

const bytes = someBytes(10_000)
const manifest = manifestOf(bytes, 'https://models.example/a.onnx')
let folder: Awaited<ReturnType<typeof temporaryFolder>>
let path: string

beforeEach(async () => {
  folder = await temporaryFolder()
  path = join(folder.path, 'model.onnx')
})
afterEach(() => folder.remove())

it('reads the file the manifest describes', async () => {
  await writeFile(path, bytes)
  expect(await loadModelFile(manifest, path)).toEqual({ id: 'test-model', onnx: bytes })
})

it.each<[string, Uint8Array, RegExp]>([
  ['shorter', bytes.subarray(1), /9999 bytes, not 10000/],
  ['empty', new Uint8Array(), /0 bytes/],
  ['as long but different', someBytes(10_000, 'other'), /its sha256 is not/],
])('refuses a file that is %s', async (_, content, why) => {
  await writeFile(path, content)
  const load = loadModelFile(manifest, path)
  await expect(load).rejects.toMatchObject({ code: 'integrity-mismatch', retryable: false })
  await expect(loadModelFile(manifest, path)).rejects.toThrow(why)
})

it('says when there is no such file, or it is a folder', async () => {
  await expect(loadModelFile(manifest, path)).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringMatching(/ENOENT.*Check the path/),
  })
  const sized = {
    ...manifest,
    file: { ...manifest.file, bytes: (await import('node:fs')).statSync(folder.path).size },
  }
  await expect(loadModelFile(sized, folder.path)).rejects.toMatchObject({ code: 'not-found' })
})

it('stops when it is told to', async () => {
  await writeFile(path, bytes)
  const load = loadModelFile(manifest, path, { signal: AbortSignal.abort(new Error('enough')) })
  await expect(load).rejects.toThrow('enough')
})
