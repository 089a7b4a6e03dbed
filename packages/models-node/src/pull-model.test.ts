import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ModelCache } from '@faceward/models'
import { ConfigurationError, ModelLoadError } from '@faceward/spec'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { file, type ModelServer, startServer } from '../test/model-server.js'
import { manifestOf, quietly, same, someBytes, temporaryFolder } from '../test/pull-fixtures.js'
import { createFileModelCache, type FileModelCache } from './file-model-cache.js'
import { pullModel } from './pull-model.js'
import type { PullModelOptions } from './pull-options.js'
import type { DownloadProgress } from './transfer.js'

const bytes = someBytes(300_000)
let folder: Awaited<ReturnType<typeof temporaryFolder>>
let cache: FileModelCache
let server: ModelServer

beforeEach(async () => {
  folder = await temporaryFolder()
  cache = createFileModelCache({ folder: folder.path })
  server = await startServer(file(bytes))
})
afterEach(async () => {
  await server.close()
  await folder.remove()
})

const quiet = quietly()

describe('pulling a model', () => {
  it('fetches it once, checks it and takes it from the cache from then on', async () => {
    const manifest = manifestOf(bytes, `${server.url}/model.onnx`)
    for (const fromCache of [false, true]) {
      const pulled = await pullModel(manifest, { cache, ...quiet })
      expect(pulled.fromCache).toBe(fromCache)
      expect(same(pulled.bytes, bytes)).toBe(true)
    }
    expect(server.requests).toHaveLength(1)
    expect(server.requests[0]!.headers).toMatchObject({ 'accept-encoding': 'identity' })
    expect(server.requests[0]!.headers.range).toBeUndefined()
    expect(await readdir(join(folder.path, 'partial'))).toEqual([])
  })

  it('fetches it again when the cached file was damaged', async () => {
    const manifest = manifestOf(bytes, `${server.url}/model.onnx`)
    const damaged: ModelCache = { get: async () => bytes.slice(1), put: async () => undefined }
    const pulled = await pullModel(manifest, { cache: damaged, ...quiet })
    expect(pulled.fromCache).toBe(false)
    expect(same(pulled.bytes, bytes)).toBe(true)
  })

  it('tells how far it is, up to the end', async () => {
    const seen: DownloadProgress[] = []
    const manifest = manifestOf(bytes, `${server.url}/model.onnx`)
    await pullModel(manifest, { cache, ...quiet, onProgress: (progress) => seen.push(progress) })
    const received = seen.map(({ receivedBytes }) => receivedBytes)
    expect(received).toEqual([...received].sort((a, b) => a - b))
    expect(seen.every(({ totalBytes }) => totalBytes === bytes.length)).toBe(true)
    expect(received.at(-1)).toBe(bytes.length)
  })

  it('works with a cache that has no folder', async () => {
    const stored = new Map<string, Uint8Array>()
    const memory: ModelCache = {
      get: async (name) => stored.get(name),
      put: async (name, content) => void stored.set(name, content),
    }
    const manifest = manifestOf(bytes, `${server.url}/model.onnx`)
    expect((await pullModel(manifest, { cache: memory, ...quiet })).fromCache).toBe(false)
    expect((await pullModel(manifest, { cache: memory, ...quiet })).fromCache).toBe(true)
  })

  it('refuses research-only weights in commercial mode, cached or not, before it asks anybody', async () => {
    const manifest = manifestOf(bytes, `${server.url}/model.onnx`)
    const research = {
      ...manifest,
      license: { ...manifest.license, spdx: 'CC-BY-NC-4.0', commercialUse: false },
    }
    const refused = { code: 'license-refused' }
    await expect(pullModel(research, { cache, commercial: true, ...quiet })).rejects.toMatchObject(refused)
    expect(server.requests).toHaveLength(0)
    await pullModel(research, { cache, ...quiet })
    await expect(pullModel(research, { cache, commercial: true, ...quiet })).rejects.toMatchObject(refused)
  })

  it('asks nobody for a model that has no address, and says what to do', async () => {
    const manifest = manifestOf(bytes, '')
    const expectations = [
      [{ kind: 'file' }, /Bring the file.*300000 bytes.*loadModelFile.*mirror/],
      [{ kind: 'built' }, /built in code/],
      [{ kind: 'npm', package: 'p', version: '1.0.0', format: 'tfjs-graph', files: [] }, /model-pack/],
    ] as const
    for (const [origin, advice] of expectations) {
      const pull = pullModel({ ...manifest, origin }, { cache, ...quiet })
      await expect(pull).rejects.toMatchObject({ code: 'not-found', message: expect.stringMatching(advice) })
    }
  })

  it('fails before it fetches when the cache cannot be written', async () => {
    await cache.put(manifestOf(bytes, '').file.sha256, bytes)
    const inAFile = join(folder.path, (await readdir(folder.path))[0]!)
    // `get` of this cache works, so that only the place for the download fails.
    const blocked = { get: async () => undefined, put: cache.put, folder: inAFile }
    const pull = pullModel(manifestOf(bytes, `${server.url}/model.onnx`), { cache: blocked, ...quiet })
    await expect(pull).rejects.toMatchObject({ code: 'cache-failure' })
    expect(server.requests).toHaveLength(0)
  })

  it('keeps what it fetched when the cache fails at the end, and does not fetch it again', async () => {
    const failing = {
      folder: folder.path,
      get: async () => undefined,
      put: () => Promise.reject(new ModelLoadError('full', { code: 'cache-failure' })),
    }
    const manifest = manifestOf(bytes, `${server.url}/model.onnx`)
    await expect(pullModel(manifest, { cache: failing, ...quiet })).rejects.toMatchObject({
      code: 'cache-failure',
    })
    expect(same((await pullModel(manifest, { cache, ...quiet })).bytes, bytes)).toBe(true)
    expect(server.requests).toHaveLength(1)
  })

  it.each<[string, object]>([
    ['retries', { retries: -1 }],
    ['retries', { retries: 1.5 }],
    ['stallMs', { stallMs: 0 }],
    ['commercial', { commercial: 'yes' }],
    ['mirror', { mirror: 'mirror.example' }],
    ['mirror', { mirror: 'ftp://mirror.example/' }],
    ['proxy', { proxy: 'not a proxy' }],
    ['HTTPS_PROXY', { environment: { HTTPS_PROXY: '::::' } }],
    ['cache', { cache: undefined }],
    ['timeout', { timeout: 5 }],
  ])('names %s when it is wrong', async (key, options) => {
    const manifest = manifestOf(bytes, `${server.url}/model.onnx`)
    const pull = pullModel(manifest, { cache, ...quiet, ...options } as PullModelOptions)
    const error = await pull.catch((cause: unknown) => cause)
    expect(error).toBeInstanceOf(ConfigurationError)
    expect(error).toMatchObject({ code: 'invalid-options', issues: [expect.objectContaining({ key })] })
    expect(server.requests).toHaveLength(0)
  })
})
