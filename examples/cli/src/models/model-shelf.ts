import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DEFAULT_MODELS, loadDefaultModel } from '@faceward/model-pack'
import { findKnownModel, KNOWN_MODELS } from '@faceward/models'
import { createFileModelCache, defaultCacheFolder, type FileModelCache } from '@faceward/models-node'
import type { ModelManifest } from '@faceward/spec'
import type { Invocation } from '../cli.js'
import { InputError } from '../input-error.js'

/** Whether a model's file is in the cache, and whether it is the right one. */
export type ModelState =
  /** In the cache, content checked. */
  | 'ready'
  /** A default model that was not in the cache: converted now. */
  | 'made'
  /** A default model whose cached file was damaged: converted anew. */
  | 'repaired'
  /** A downloaded model whose cached file was damaged: removed, pull it again. */
  | 'damaged'
  /** Not downloaded. */
  | 'absent'

/** The models this installation knows, and its cache. */
export interface ModelShelf {
  readonly cache: FileModelCache
  /** The default models first. */
  readonly models: readonly ModelManifest[]
  isDefault(manifest: ModelManifest): boolean
  /** Whether there is a file for it; its content is not read. */
  hasFile(manifest: ModelManifest): boolean
  /** Reads and checks the file; makes and mends default models. */
  check(manifest: ModelManifest, signal: AbortSignal): Promise<ModelState>
  /** @throws InputError naming what there is. */
  find(id: string): ModelManifest
}

export function openModelShelf({ environment }: Invocation): ModelShelf {
  const cache = createFileModelCache({ folder: defaultCacheFolder({ environment }) })
  const defaults = Object.values(DEFAULT_MODELS)
  const isDefault = (manifest: ModelManifest) => defaults.includes(manifest)
  const hasFile = ({ file }: ModelManifest) => existsSync(join(cache.folder, `${file.sha256}.onnx`))
  return {
    cache,
    models: [...defaults, ...KNOWN_MODELS],
    isDefault,
    hasFile,
    async check(manifest, signal) {
      const hadFile = hasFile(manifest)
      if ((await cache.get(manifest.file.sha256)) !== undefined) return 'ready'
      if (!isDefault(manifest)) return hadFile ? 'damaged' : 'absent'
      await loadDefaultModel(manifest, { cache, signal })
      return hadFile ? 'repaired' : 'made'
    },
    find(id) {
      const found = defaults.find((manifest) => manifest.id === id) ?? findKnownModel(id)
      if (found) return found
      const ids = KNOWN_MODELS.map((manifest) => manifest.id).join(', ')
      throw new InputError(`There is no model '${id}'. Known models: ${ids}.`, 'unknown-model')
    },
  }
}
