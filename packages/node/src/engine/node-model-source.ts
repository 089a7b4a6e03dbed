import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { LoadOwnModel, ModelLoaderOptions } from '@faceward/composition'
import { loadDefaultModel } from '@faceward/model-pack'
import { type ModelCache, parseModelManifest } from '@faceward/models'
import { loadModelFile } from '@faceward/models-node'
import { ModelLoadError, type ModelManifest } from '@faceward/spec'

/** Where Node has models: a default one in the model pack, a known one in the cache. */
export function nodeModelSource(cache: ModelCache): ModelLoaderOptions['bytesOf'] {
  return async (manifest, call) => {
    if (manifest.origin.kind === 'npm') return loadDefaultModel(manifest, call)
    const onnx = await cache.get(manifest.file.sha256)
    if (onnx !== undefined) return { id: manifest.id, onnx }
    throw new ModelLoadError(
      `The model '${manifest.id}' is not here. Get it with 'faceward models pull ${manifest.id}'.`,
      { code: 'not-found' },
    )
  }
}

/** A model of the user's own: the path of a manifest (`x.json`) beside which the model lies (`x.onnx`). */
export const loadOwnModel: LoadOwnModel = async (given) => {
  const path = resolve(given)
  const manifest = await readManifest(path)
  const { onnx } = await loadModelFile(manifest, path.replace(/\.json$/, '.onnx'))
  return { manifest, onnx }
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
