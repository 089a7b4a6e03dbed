import { createDepthEmbedder, createOnnxDepthEmbedder } from '@faceward/embedding/depth'
import { createDepthNetwork, type DepthEstimator } from '@faceward/preprocess'
import { ConfigurationError, type Embedder } from '@faceward/spec'
import type { ModelSource } from './model-source.js'

/** The depth network that DEPTH_ESTIMATION_MODEL names. */
export async function loadDepthNetwork(model: string, source: ModelSource): Promise<DepthEstimator> {
  return createDepthNetwork(await loadOwnSession('DEPTH_ESTIMATION_MODEL', 'face-mesh', model, source))
}

/** The depth embedder that DEPTH_EMBEDDING_MODEL names. */
export async function loadChosenDepthEmbedder(model: string, source: ModelSource): Promise<Embedder> {
  if (model === 'surface-slopes') return createDepthEmbedder()
  const names = 'none, surface-slopes'
  return createOnnxDepthEmbedder(await loadOwnSession('DEPTH_EMBEDDING_MODEL', names, model, source))
}

async function loadOwnSession(key: string, names: string, model: string, { loader, loadOwn }: ModelSource) {
  if (!model.endsWith('.json')) {
    const message = `names no model. Set it to ${names}, or the path of a manifest (x.json beside x.onnx).`
    throw new ConfigurationError(`${key} ${message}`, { code: 'invalid-options', issues: [{ key, message }] })
  }
  const { manifest, onnx } = await loadOwn(model)
  loader.expect(1)
  return { manifest, session: await loader.loadBytes({ id: manifest.id, onnx }) }
}
