import { appendFile, mkdtemp, readFile, rm, stat, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openEmbeddingCache } from './embedding-cache.js'

const state = { folder: '' }
beforeEach(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-cache-'))
})
afterEach(() => rm(state.folder, { recursive: true, force: true }))

const vector = Float32Array.of(0.6, -0.8, Math.fround(1 / 3))

describe('openEmbeddingCache', () => {
  it('gives back what another run kept, bit for bit', async () => {
    const first = await openEmbeddingCache(state.folder, 'pipeline')
    await first.put('a', { status: 'embedded', vector })
    await first.put('b', { status: 'refused', reason: 'no_face' })
    const second = await openEmbeddingCache(state.folder, 'pipeline')
    expect(second.get('a')).toEqual({ status: 'embedded', vector })
    expect(second.get('b')).toEqual({ status: 'refused', reason: 'no_face' })
    expect(second.get('c')).toBeUndefined()
  })

  it('never gives one pipeline what another one made', async () => {
    const one = await openEmbeddingCache(state.folder, 'detector 1; model')
    await one.put('a', { status: 'embedded', vector })
    expect((await openEmbeddingCache(state.folder, 'detector 2; model')).get('a')).toBeUndefined()
  })

  it('goes on after a line that was cut short at any place', async () => {
    const cache = await openEmbeddingCache(state.folder, 'pipeline')
    await cache.put('a', { status: 'embedded', vector })
    await cache.put('b', { status: 'embedded', vector })
    const { length } = await readFile(cache.path)
    const lineLength = (length - 1) / 2
    for (let cut = 2; cut < lineLength; cut += 7) {
      await truncate(cache.path, length - cut)
      const again = await openEmbeddingCache(state.folder, 'pipeline')
      expect(again.get('a')).toEqual({ status: 'embedded', vector })
      expect(again.get('b')).toBeUndefined()
      await again.put('b', { status: 'embedded', vector })
      expect((await openEmbeddingCache(state.folder, 'pipeline')).get('b')).toEqual({
        status: 'embedded',
        vector,
      })
      await truncate(cache.path, length)
    }
  })

  it('skips lines that are something else', async () => {
    const cache = await openEmbeddingCache(state.folder, 'pipeline')
    await appendFile(cache.path, '{"image":"x","vector":"AAA="}\nnull\n[]\n{"image":1}\n')
    await cache.put('a', { status: 'refused', reason: 'no_face' })
    const again = await openEmbeddingCache(state.folder, 'pipeline')
    expect(again.get('x')).toBeUndefined()
    expect(again.get('a')).toBeDefined()
  })

  it.skipIf(process.platform === 'win32')('is for its owner alone', async () => {
    const { path } = await openEmbeddingCache(state.folder, 'pipeline')
    expect((await stat(path)).mode & 0o077).toBe(0)
  })

  it('says which file cannot be used', async () => {
    const file = join(state.folder, 'file')
    await appendFile(file, '')
    await expect(openEmbeddingCache(join(file, 'inside'), 'pipeline')).rejects.toMatchObject({
      code: 'unwritable-file',
    })
  })
})
