import { createSimulatedPerson, renderFrame, sampleScenes } from '@faceward/capture-simulated'
import { createNodeBackend } from '@faceward/inference-node'
import { DEFAULT_MODELS, loadDefaultModel } from '@faceward/model-pack'
import type { ModelManifest, Tensors } from '@faceward/spec'
import { expect, it } from 'vitest'
import { createRemoteBackend } from '../src/index.js'
import { createInferenceService } from '../src/server/index.js'
import { serve } from './serve.js'

/** A rendered face in the shape a model takes; how it is scaled does not matter here, only that both are fed the same. */
function feedOf(
  inputs: readonly { readonly name: string; readonly dims: readonly (number | string)[] }[],
): Tensors {
  const [scene] = sampleScenes(3, 1, { distanceM: [0.42, 0.55] })
  const { data } = renderFrame(createSimulatedPerson({ seed: 3 }), scene!).frame.image
  return Object.fromEntries(
    inputs.map(({ name, dims: free }) => {
      const dims = free.map((size) => (typeof size === 'number' && size > 0 ? size : 1))
      const length = dims.reduce((product, size) => product * size, 1)
      const values = Float32Array.from({ length }, (_, i) => data[i % data.length]! / 255)
      return [name, { type: 'float32', dims, data: values }]
    }),
  )
}

it('The default models answer bit for bit the same through a server as they do here, in both encodings', async () => {
  const backend = createNodeBackend()
  const models = await Promise.all(
    (Object.values(DEFAULT_MODELS) as ModelManifest[]).map(async (manifest) => {
      const bytes = await loadDefaultModel(manifest)
      return { id: manifest.id, bytes, session: await backend.load(bytes), sha256: manifest.file.sha256 }
    }),
  )
  const server = await serve(
    createInferenceService({ models: models.map(({ bytes: _, ...served }) => served) }),
  )
  try {
    for (const encoding of ['auto', 'json'] as const) {
      const remote = createRemoteBackend({ url: server.url, encoding })
      for (const { bytes, session } of models) {
        const over = await remote.load(bytes)
        expect(over.inputs).toEqual(session.inputs)
        const feed = feedOf(over.inputs)
        expect(await over.run(feed)).toEqual(await session.run(feed))
        await over.dispose()
      }
    }
  } finally {
    await server.close()
    await Promise.all(models.map(({ session }) => session.dispose()))
  }
})
