import { createDepthEmbedder, createOnnxDepthEmbedder } from '@faceward/embedding'
import { createDepthNetwork, type DepthEstimator, type DepthUse } from '@faceward/preprocess'
import { ConfigurationError, type Embedder } from '@faceward/spec'
import type { LoadOwnModel } from './load-embedder.js'
import type { ModelLoader } from './model-loader.js'

/** Where models of the user's own come from. */
export interface DepthModelSource {
  readonly loader: ModelLoader
  readonly loadOwn: LoadOwnModel
}

/**
 * The estimator of DEPTH_ESTIMATION_MODEL: `undefined` for `face-mesh`, or the depth network of a manifest
 * (`x.json`) beside which the model lies (`x.onnx`). It is loaded only where depth is to be estimated at all.
 *
 * @throws ConfigurationError when it names nothing, ModelLoadError when the model cannot be had or trusted.
 */
export async function loadDepthEstimator(
  model: string,
  use: DepthUse,
  source: DepthModelSource,
): Promise<DepthEstimator | undefined> {
  if (model === 'face-mesh' || use !== 'sensed-or-estimated') return undefined
  return createDepthNetwork(await loadOwnSession('DEPTH_ESTIMATION_MODEL', 'face-mesh', model, source))
}

/**
 * The depth embedder of DEPTH_EMBEDDING_MODEL: `undefined` for `none`, the built-in `surface-slopes`, or the network
 * of a manifest. Without depth in its samples it is not loaded.
 *
 * @throws ConfigurationError when it names nothing, ModelLoadError when the model cannot be had or trusted.
 */
export async function loadDepthEmbedder(
  model: string,
  use: DepthUse,
  source: DepthModelSource,
): Promise<Embedder | undefined> {
  if (model === 'none' || use === 'ignore') return undefined
  if (model === 'surface-slopes') return createDepthEmbedder()
  const names = 'none, surface-slopes'
  return createOnnxDepthEmbedder(await loadOwnSession('DEPTH_EMBEDDING_MODEL', names, model, source))
}

async function loadOwnSession(
  key: string,
  names: string,
  model: string,
  { loader, loadOwn }: DepthModelSource,
) {
  if (!model.endsWith('.json')) {
    const message = `names no model. Set it to ${names}, or the path of a manifest (x.json beside x.onnx).`
    throw new ConfigurationError(`${key} ${message}`, { code: 'invalid-options', issues: [{ key, message }] })
  }
  const { manifest, onnx } = await loadOwn(model)
  loader.expect(1)
  return { manifest, session: await loader.loadBytes({ id: manifest.id, onnx }) }
}
