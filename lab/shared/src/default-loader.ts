import { createModelLoader, type ModelLoader } from '@faceward/composition'
import { createNodeBackend } from '@faceward/inference-node'
import { loadDefaultModel } from '@faceward/model-pack'

/** The default models on this machine. */
export const defaultLoader = (): ModelLoader =>
  createModelLoader({
    backend: createNodeBackend(),
    bytesOf: (manifest) => loadDefaultModel(manifest),
    onProgress: undefined,
    signal: undefined,
  })
