import {
  createEnsembleEmbedder,
  createOnnxEmbedder,
  createPlaceholderEmbedder,
  type EnsemblePart,
} from '@faceward/embedding'
import { DEFAULT_EMBEDDER } from '@faceward/model-pack/manifests'
import { buildPlaceholderEmbedder, findKnownModel, KNOWN_MODELS } from '@faceward/models'
import { ConfigurationError, type Embedder, type ModelManifest } from '@faceward/spec'
import type { ModelLoader } from './model-loader.js'

/** A model of the user's own: its manifest, and its bytes, checked. */
export type LoadOwnModel = (
  path: string,
) => Promise<{ readonly manifest: ModelManifest; readonly onnx: Uint8Array }>

/** Options of {@link loadEmbedder}. */
export interface LoadEmbedderOptions {
  /** EMBEDDING_MODEL. */
  readonly model: string
  /** EMBEDDING_DIM. */
  readonly dimension: number
  readonly loader: ModelLoader
  /** Reads a manifest (`x.json`) and the model beside it (`x.onnx`). */
  readonly loadOwn: LoadOwnModel
}

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

async function embedderOf({ model, dimension, loader, loadOwn }: LoadEmbedderOptions): Promise<Embedder> {
  if (model === 'default') return loadDefaultEmbedder(loader)
  if (model === 'placeholder') return loadPlaceholderEmbedder(loader, dimension)
  const known = findKnownModel(model)
  if (known?.task === 'face-embedding') {
    loader.expect(1)
    return createOnnxEmbedder({ session: await loader.load(known), manifest: known })
  }
  if (model.endsWith('.json')) return loadOwnEmbedder(model, loader, loadOwn)
  const ids = KNOWN_MODELS.filter(({ task }) => task === 'face-embedding').map(({ id }) => id)
  const message = `names no embedder. Set it to default, ${ids.join(', ')}, or the path of a manifest (x.json beside x.onnx).`
  throw new ConfigurationError(`EMBEDDING_MODEL ${message}`, {
    code: 'invalid-options',
    issues: [{ key: 'EMBEDDING_MODEL', message }],
  })
}

/** `DEFAULT_EMBEDDER` of the model pack, put together. */
async function loadDefaultEmbedder(loader: ModelLoader): Promise<Embedder> {
  const { id, parts, flip, calibration } = DEFAULT_EMBEDDER
  loader.expect(parts.length)
  const embedders: EnsemblePart[] = []
  for (const { model, transform, weight } of parts) {
    const session = await loader.load(model)
    const options = transform === undefined ? {} : { transform }
    embedders.push({ weight, embedder: createOnnxEmbedder({ session, manifest: model, flip, ...options }) })
  }
  return createEnsembleEmbedder({ id, parts: embedders, ...(calibration ? { calibration } : {}) })
}

/** Recognises nobody; the engine refuses it unless `engine.allowPlaceholder` is set. */
async function loadPlaceholderEmbedder(loader: ModelLoader, dimension: number): Promise<Embedder> {
  const { manifest, onnx } = buildPlaceholderEmbedder({ dimension })
  loader.expect(1)
  const session = await loader.loadBytes({ id: manifest.id, onnx })
  return createPlaceholderEmbedder({ session, manifest })
}

async function loadOwnEmbedder(path: string, loader: ModelLoader, loadOwn: LoadOwnModel): Promise<Embedder> {
  const { manifest, onnx } = await loadOwn(path)
  loader.expect(1)
  const session = await loader.loadBytes({ id: manifest.id, onnx })
  return createOnnxEmbedder({ session, manifest })
}
