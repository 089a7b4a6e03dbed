import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import {
  createEnsembleEmbedder,
  createOnnxEmbedder,
  createPlaceholderEmbedder,
  type EnsemblePart,
} from '@faceward/embedding'
import { DEFAULT_EMBEDDER } from '@faceward/model-pack'
import { buildPlaceholderEmbedder, findKnownModel, KNOWN_MODELS, parseModelManifest } from '@faceward/models'
import { loadModelFile } from '@faceward/models-node'
import { ConfigurationError, type Embedder, ModelLoadError, type ModelManifest } from '@faceward/spec'
import type { ModelLoader } from './model-loader.js'

/**
 * The embedder of EMBEDDING_MODEL: `default`, `placeholder`, the id of a known model that has been pulled, or the
 * path of a manifest (`x.json`) beside which the model lies (`x.onnx`).
 *
 * @throws ConfigurationError when it names nothing, ModelLoadError when the model cannot be had or trusted.
 */
export async function loadEmbedder(model: string, dimension: number, loader: ModelLoader): Promise<Embedder> {
  const embedder = await embedderOf(model, dimension, loader)
  if (embedder.dimension === dimension) return embedder
  await embedder.dispose()
  const message = `is ${dimension}, but the embeddings of '${model}' have ${embedder.dimension} values. Set it to that.`
  throw new ConfigurationError(`EMBEDDING_DIM ${message}`, {
    code: 'incompatible-composition',
    issues: [{ key: 'EMBEDDING_DIM', message }],
  })
}

async function embedderOf(model: string, dimension: number, loader: ModelLoader): Promise<Embedder> {
  if (model === 'default') return loadDefaultEmbedder(loader)
  if (model === 'placeholder') return loadPlaceholderEmbedder(loader, dimension)
  const known = findKnownModel(model)
  if (known?.task === 'face-embedding') {
    loader.expect(1)
    return createOnnxEmbedder({ session: await loader.load(known), manifest: known })
  }
  if (model.endsWith('.json')) return loadOwnEmbedder(resolve(model), loader)
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

async function loadOwnEmbedder(path: string, loader: ModelLoader): Promise<Embedder> {
  const manifest = await readManifest(path)
  loader.expect(1)
  const session = await loader.loadBytes(await loadModelFile(manifest, path.replace(/\.json$/, '.onnx')))
  return createOnnxEmbedder({ session, manifest })
}

async function readManifest(path: string): Promise<ModelManifest> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new ModelLoadError(`The manifest ${path} cannot be read (${cause.code}).`, {
      code: 'not-found',
      cause,
    })
  })
  try {
    return parseModelManifest(JSON.parse(text))
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
    throw new ModelLoadError(`The manifest ${path} is no JSON.`, { code: 'invalid-manifest', cause })
  }
}
