import type { DepthEstimator, DepthUse } from '@faceward/preprocess'
import type { Embedder } from '@faceward/spec'
import type { ModelSource } from './model-source.js'

// What the default settings do not use is loaded when it is: 135 kB of weights in a page.

/**
 * The estimator of DEPTH_ESTIMATION_MODEL: `undefined` for `face-mesh`, or the depth network of a manifest
 * (`x.json`) beside which the model lies (`x.onnx`). It is loaded only where depth is to be estimated at all.
 *
 * @throws ConfigurationError when it names nothing, ModelLoadError when the model cannot be had or trusted.
 */
export async function loadDepthEstimator(
  model: string,
  use: DepthUse,
  source: ModelSource,
): Promise<DepthEstimator | undefined> {
  if (model === 'face-mesh' || use !== 'sensed-or-estimated') return undefined
  const { loadDepthNetwork } = await import('./chosen-depth-models.js')
  return loadDepthNetwork(model, source)
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
  source: ModelSource,
): Promise<Embedder | undefined> {
  if (model === 'none' || use === 'ignore') return undefined
  const { loadChosenDepthEmbedder } = await import('./chosen-depth-models.js')
  return loadChosenDepthEmbedder(model, source)
}
