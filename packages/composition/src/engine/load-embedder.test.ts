import type { InferenceSession, ModelManifest } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { loadEmbedder } from './load-embedder.js'
import type { ModelLoader } from './model-loader.js'

/** A model that nobody asks anything. */
function sessionOf({ input, embedding }: ModelManifest): InferenceSession {
  return {
    inputs: [{ name: input.name!, type: 'float32', dims: [-1, 3, input.height, input.width] }],
    outputs: [{ name: embedding!.name!, type: 'float32', dims: [-1, embedding!.dimension] }],
    run: () => Promise.reject(new Error('not in this test')),
    dispose: () => Promise.resolve(),
  }
}

const loader: ModelLoader = {
  expect: () => undefined,
  load: (manifest) => Promise.resolve(sessionOf(manifest)),
  loadBytes: () => Promise.reject(new Error('not in this test')),
  disposeAll: () => Promise.resolve(),
}

const loadOwn = () => Promise.reject(new Error('not in this test'))

describe('the default embedder', () => {
  it('has the id that templates in the field were made under', async () => {
    // Pinned: with another id every stored template is refused. A conversion that answers the same to the bit keeps it
    // (`answersAs` of the manifest's file); the calibration was measured under it.
    const embedder = await loadEmbedder({ loader, loadOwn, model: 'default', dimension: 512 })
    expect(embedder.modelId).toBe('faceward-default-1@b4408f7a98c4')
    expect(embedder.calibration?.provenance.pipeline).toContain(embedder.modelId)
  })
})
