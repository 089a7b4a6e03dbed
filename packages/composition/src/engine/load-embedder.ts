import { createEnsembleEmbedder, createOnnxEmbedder, type EnsemblePart } from '@faceward/embedding'
import { DEFAULT_EMBEDDER } from '@faceward/model-pack/manifests'
import { ConfigurationError, type Embedder } from '@faceward/spec'
import type { LoadEmbedderOptions } from './load-embedder-options.js'
import type { ModelLoader } from './model-loader.js'

/**
 * The embedder of EMBEDDING_MODEL: `default`, `placeholder`, the id of a known model that is here, or the place of a
 * manifest (`x.json`) beside which the model lies (`x.onnx`).
 *
 * @throws ConfigurationError when it names nothing, ModelLoadError when the model cannot be had or trusted.
 */
export async function loadEmbedder(options: LoadEmbedderOptions): Promise<Embedder> {
  const { model, dimension } = options
  const embedder = await embedderOf(options)
  if (embedder.dimension === dimension) return embedder
  await embedder.dispose()
  const message = `is ${dimension}, but the embeddings of '${model}' have ${embedder.dimension} values. Set it to that.`
  throw new ConfigurationError(`EMBEDDING_DIM ${message}`, {
    code: 'incompatible-composition',
    issues: [{ key: 'EMBEDDING_DIM', message }],
  })
}

/** Whatever is not the default is loaded when it is chosen: a page that uses the default one loads less. */
async function embedderOf(options: LoadEmbedderOptions): Promise<Embedder> {
  if (options.model === 'default') return loadDefaultEmbedder(options.loader)
  const { loadChosenEmbedder } = await import('./chosen-embedder.js')
  return loadChosenEmbedder(options)
}

/** `DEFAULT_EMBEDDER` of the model pack, put together. */
async function loadDefaultEmbedder(loader: ModelLoader): Promise<Embedder> {
  const { id, parts, flip, calibration, population } = DEFAULT_EMBEDDER
  loader.expect(parts.length)
  const embedders: EnsemblePart[] = []
  for (const { model, transform, weight } of parts) {
    const session = await loader.load(model)
    const options = transform === undefined ? {} : { transform }
    embedders.push({ weight, embedder: createOnnxEmbedder({ session, manifest: model, flip, ...options }) })
  }
  return createEnsembleEmbedder({
    id,
    parts: embedders,
    ...(calibration ? { calibration } : {}),
    ...(population ? { population } : {}),
  })
}
