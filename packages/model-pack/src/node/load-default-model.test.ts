import { createNodeBackend } from '@faceward/inference-node'
import type { ModelCache } from '@faceward/models'
import { ModelLoadError, type ModelManifest, type ModelOrigin } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { DEFAULT_MODELS } from '../default-models.js'
import { loadDefaultModel } from './load-default-model.js'
import { sha256 } from './sha256.js'

const mesh = DEFAULT_MODELS.mesh
const origin = mesh.origin as Extract<ModelOrigin, { kind: 'npm' }>

function memoryCache(contents = new Map<string, Uint8Array>()) {
  const cache: ModelCache = {
    get: async (key) => contents.get(key),
    put: async (key, bytes) => void contents.set(key, bytes),
  }
  return { cache, contents }
}

function withOrigin(changes: Partial<typeof origin>): ModelManifest {
  return { ...mesh, origin: { ...origin, ...changes } }
}

async function failureOf(promise: Promise<unknown>): Promise<ModelLoadError> {
  const failure = await promise.then(
    () => expect.unreachable('it loaded'),
    (reason: unknown) => reason,
  )
  if (!ModelLoadError.isInstance(failure)) throw failure
  return failure
}

describe('loadDefaultModel', () => {
  it.each(Object.entries(DEFAULT_MODELS))(
    'gives exactly the pinned %s, without a cache',
    async (_, manifest) => {
      const { id, onnx } = await loadDefaultModel(manifest)
      expect(id).toBe(manifest.id)
      expect(onnx.length).toBe(manifest.file.bytes)
      expect(sha256(onnx)).toBe(manifest.file.sha256)
    },
  )

  it.each(Object.entries(DEFAULT_MODELS))(
    'gives a %s whose inputs and outputs are those of its manifest',
    async (_, manifest) => {
      const session = await createNodeBackend().load(await loadDefaultModel(manifest))
      const { name, width, height } = manifest.input
      expect(session.inputs.map((input) => [input.name, ...input.dims.slice(1)])).toEqual([
        [name, 3, height, width],
      ])
      expect(session.outputs.map((output) => output.name).sort()).toEqual(
        Object.values(manifest.outputs ?? {}).sort(),
      )
      await session.dispose()
    },
  )

  it('fills the cache, and later takes the model from it', async () => {
    const { cache, contents } = memoryCache()
    const first = await loadDefaultModel(mesh, { cache })
    expect([...contents.keys()]).toEqual([mesh.file.sha256])
    const uninstalled = withOrigin({ package: '@faceward/there-is-no-such-package' })
    const second = await loadDefaultModel(uninstalled, { cache })
    expect(sha256(second.onnx)).toBe(sha256(first.onnx))
  })

  it('does not trust the cache: a changed model is converted again and replaced', async () => {
    const { onnx } = await loadDefaultModel(mesh)
    const changed = onnx.slice()
    changed[changed.length - 1]! ^= 1
    const { cache, contents } = memoryCache(new Map([[mesh.file.sha256, changed]]))
    expect(sha256((await loadDefaultModel(mesh, { cache })).onnx)).toBe(mesh.file.sha256)
    expect(sha256(contents.get(mesh.file.sha256)!)).toBe(mesh.file.sha256)
  })

  it('throws what the cache throws, or goes on without it when told to', async () => {
    const full = new ModelLoadError('No space is left.', { code: 'cache-failure' })
    const cache: ModelCache = { get: async () => undefined, put: () => Promise.reject(full) }
    await expect(loadDefaultModel(mesh, { cache })).rejects.toBe(full)
    const failures: unknown[] = []
    const onCacheFailure = (failure: unknown) => failures.push(failure)
    const { onnx } = await loadDefaultModel(mesh, { cache, onCacheFailure })
    expect(sha256(onnx)).toBe(mesh.file.sha256)
    expect(failures).toEqual([full])
  })

  it('says which package to install when it is absent', async () => {
    const failure = await failureOf(
      loadDefaultModel(withOrigin({ package: '@faceward/there-is-no-such-package', version: '1.2.3' })),
    )
    expect(failure.code).toBe('not-found')
    expect(failure.message).toContain('npm install @faceward/there-is-no-such-package@1.2.3')
  })

  it('says which file is missing', async () => {
    const files = origin.files.map((file, i) =>
      i === 0 ? { ...file, path: file.path.replace('facemesh', 'no-such-model') } : file,
    )
    const failure = await failureOf(loadDefaultModel(withOrigin({ files })))
    expect(failure.code).toBe('not-found')
    expect(failure.message).toContain('models/no-such-model.json of @vladmandic/human')
  })

  it('refuses a source file that is not the pinned one', async () => {
    const files = origin.files.map((file, i) => (i === 1 ? { ...file, sha256: '0'.repeat(64) } : file))
    const failure = await failureOf(loadDefaultModel(withOrigin({ files })))
    expect(failure.code).toBe('integrity-mismatch')
    expect(failure.message).toContain('models/facemesh.bin')
  })

  it('refuses a conversion that is not the pinned one', async () => {
    const manifest = { ...mesh, outputs: { mesh: 'Identity_2' } }
    expect((await failureOf(loadDefaultModel(manifest))).code).toBe('integrity-mismatch')
  })

  it.each([{ kind: 'file' }, { kind: 'built' }] as const)(
    'refuses a model of origin $kind',
    async (other) => {
      expect((await failureOf(loadDefaultModel({ ...mesh, origin: other }))).code).toBe('invalid-manifest')
    },
  )

  it('rejects with the reason when aborted', async () => {
    const reason = new Error('stop')
    await expect(loadDefaultModel(mesh, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    const controller = new AbortController()
    const loading = loadDefaultModel(mesh, { signal: controller.signal })
    controller.abort(reason)
    await expect(loading).rejects.toBe(reason)
  })
})
