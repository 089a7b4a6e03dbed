import { createNodeBackend } from '@faceward/inference-node'
import { describe, expect, it } from 'vitest'
import { DEFAULT_MODELS } from '../default-models.js'
import { PACKED_MODELS } from '../packed-models.js'
import { loadDefaultModel } from './load-default-model.js'
import { sha256 } from './sha256.js'

const mesh = DEFAULT_MODELS.mesh
const models = Object.entries(DEFAULT_MODELS)

describe('loadDefaultModel', () => {
  it.each(models)('gives exactly the pinned %s', async (_, manifest) => {
    const { id, onnx } = await loadDefaultModel(manifest)
    expect(id).toBe(manifest.id)
    expect([onnx.length, sha256(onnx)]).toEqual([manifest.file.bytes, manifest.file.sha256])
  })

  it.each(models)('gives a %s whose inputs and outputs are those of its manifest', async (_, manifest) => {
    const session = await createNodeBackend().load(await loadDefaultModel(manifest))
    const { name, width, height } = manifest.input
    expect(session.inputs.map((input) => [input.name, ...input.dims.slice(1)])).toEqual([
      [name, 3, height, width],
    ])
    expect(session.outputs.map((output) => output.name).sort()).toEqual(
      Object.values(manifest.outputs ?? {}).sort(),
    )
    await session.dispose()
  })

  it('refuses other weights than the manifest pins, and a model that is not of the package', async () => {
    const file = { ...mesh.file, sha256: '0'.repeat(64) }
    await expect(loadDefaultModel({ ...mesh, file })).rejects.toMatchObject({ code: 'integrity-mismatch' })
    const stranger = { ...mesh, id: 'another' }
    await expect(loadDefaultModel(stranger)).rejects.toMatchObject({ code: 'invalid-manifest' })
  })

  it('rejects with the reason when aborted', async () => {
    const reason = new Error('stop')
    await expect(loadDefaultModel(mesh, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    const controller = new AbortController()
    const loading = loadDefaultModel(mesh, { signal: controller.signal })
    controller.abort(reason)
    await expect(loading).rejects.toBe(reason)
  })
})

describe('PACKED_MODELS', () => {
  it('has every default model once, in a file that is named by its id', () => {
    expect(PACKED_MODELS.map(({ manifest }) => manifest)).toEqual(Object.values(DEFAULT_MODELS))
    for (const { manifest, url } of PACKED_MODELS) {
      expect(url.pathname.endsWith(`/dist/weights/${manifest.id}.onnx`)).toBe(true)
    }
  })
})
