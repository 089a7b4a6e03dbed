import { createOnnxEmbedder, createPlaceholderEmbedder } from '@faceward/embedding'
import { buildPlaceholderEmbedder, findKnownModel, KNOWN_MODELS } from '@faceward/models'
import { ConfigurationError, type Embedder } from '@faceward/spec'
import type { LoadEmbedderOptions } from './load-embedder-options.js'
import type { ModelLoader } from './model-loader.js'
import type { LoadOwnModel } from './model-source.js'

/** The embedder of an EMBEDDING_MODEL other than `default`. @throws as `loadEmbedder`. */
export async function loadChosenEmbedder({
  model,
  dimension,
  loader,
  loadOwn,
}: LoadEmbedderOptions): Promise<Embedder> {
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
