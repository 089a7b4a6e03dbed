import { mkdir, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigurationError, ModelLoadError } from '@faceward/spec'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { same, someBytes, temporaryFolder } from '../test/pull-fixtures.js'
import { createFileModelCache } from './file-model-cache.js'
import { sha256 } from './sha256.js'

const bytes = someBytes(50_000)
const name = sha256(bytes)
let folder: Awaited<ReturnType<typeof temporaryFolder>>

beforeEach(async () => {
  folder = await temporaryFolder()
})
afterEach(() => folder.remove())

describe('a model cache in a folder', () => {
  it('gives back what was put, also to another cache on the folder, and nothing before', async () => {
    const cache = createFileModelCache({ folder: join(folder.path, 'deep', 'down') })
    expect(await cache.get(name)).toBeUndefined()
    await cache.put(name, bytes)
    expect(same(await cache.get(name), bytes)).toBe(true)
    expect(same(await createFileModelCache({ folder: cache.folder }).get(name), bytes)).toBe(true)
    expect(await readdir(cache.folder)).toEqual([`${name}.onnx`])
    expect(same(await readFile(cache.pathOf(name)), bytes)).toBe(true)
  })

  it.each<[string, (path: string) => Promise<void>]>([
    ['cut off', (path) => truncate(path, 40_000)],
    ['empty', (path) => truncate(path, 0)],
    [
      'one bit changed',
      async (path) =>
        writeFile(
          path,
          bytes.map((byte, i) => (i === 777 ? byte ^ 1 : byte)),
        ),
    ],
    ['something else', (path) => writeFile(path, 'a login page')],
  ])('reports a file that is %s as absent, and is rid of it', async (_, damage) => {
    const cache = createFileModelCache({ folder: folder.path })
    await cache.put(name, bytes)
    await damage(join(folder.path, `${name}.onnx`))
    expect(await cache.get(name)).toBeUndefined()
    expect(await readdir(folder.path)).toEqual([])
    await cache.put(name, bytes)
    expect(same(await cache.get(name), bytes)).toBe(true)
  })

  it('takes no bytes that are not what their name says', async () => {
    const cache = createFileModelCache({ folder: folder.path })
    const put = cache.put(name, someBytes(50_000, 'other'))
    await expect(put).rejects.toMatchObject({ code: 'integrity-mismatch', retryable: false })
    expect(await readdir(folder.path)).toEqual([])
  })

  it('takes nothing but a sha256 for a name', async () => {
    const cache = createFileModelCache({ folder: folder.path })
    for (const wrong of ['', '../../etc/passwd', name.toUpperCase(), `${name}0`]) {
      expect(() => cache.pathOf(wrong)).toThrow(/64 lower-case/)
      await expect(cache.get(wrong)).rejects.toMatchObject({ code: 'invalid-manifest' })
      await expect(cache.put(wrong, bytes)).rejects.toMatchObject({ code: 'invalid-manifest' })
    }
  })

  it('leaves one whole file when many write it at once', async () => {
    const caches = Array.from({ length: 8 }, () => createFileModelCache({ folder: folder.path }))
    await Promise.all(caches.map((cache) => cache.put(name, bytes)))
    expect(await readdir(folder.path)).toEqual([`${name}.onnx`])
    expect(same(await readFile(join(folder.path, `${name}.onnx`)), bytes)).toBe(true)
  })

  it('never shows a reader less than the whole while others write it again', async () => {
    const cache = createFileModelCache({ folder: folder.path })
    await cache.put(name, bytes)
    const writers = Array.from({ length: 20 }, () => cache.put(name, bytes))
    const readers = Array.from({ length: 200 }, () => cache.get(name))
    for (const read of await Promise.all(readers)) expect(same(read, bytes)).toBe(true)
    await Promise.all(writers)
  })

  it('keeps any content apart from any other', async () => {
    const cache = createFileModelCache({ folder: folder.path })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 }), async (contents) => {
        for (const content of contents) await cache.put(sha256(content), content)
        for (const content of contents) expect(await cache.get(sha256(content))).toEqual(content)
      }),
      { numRuns: 20 },
    )
  })

  // A file where the folder should be fails for every user, also for root, whom permissions do not stop.
  it('says what to do when the folder cannot be used', async () => {
    const blocked = join(folder.path, 'blocked')
    await writeFile(blocked, '')
    const cache = createFileModelCache({ folder: join(blocked, 'models') })
    for (const use of [cache.get(name), cache.put(name, bytes)]) {
      const error = await use.then(
        () => undefined,
        (cause: unknown) => cause,
      )
      expect(error).toBeInstanceOf(ModelLoadError)
      expect(error).toMatchObject({ code: 'cache-failure', retryable: false })
      expect(String(error)).toMatch(/FACEWARD_CACHE.*permissions/)
      expect(String(error)).toContain(cache.folder)
    }
  })

  it('does not take what it cannot read for absent', async () => {
    const cache = createFileModelCache({ folder: folder.path })
    await mkdir(join(folder.path, `${name}.onnx`))
    await expect(cache.get(name)).rejects.toMatchObject({ code: 'cache-failure' })
    const loop = sha256('loop')
    await symlink(join(folder.path, `${loop}.onnx`), join(folder.path, `${loop}.onnx`))
    await expect(cache.get(loop)).rejects.toMatchObject({ code: 'cache-failure' })
  })

  it('refuses options it does not know', () => {
    expect(() => createFileModelCache({ path: '/x' } as object)).toThrow(ConfigurationError)
    expect(() => createFileModelCache({ folder: '' })).toThrow(/folder: expected the path/)
  })
})
