import { existsSync } from 'node:fs'
import { DEFAULT_MODELS, loadDefaultModel, PACKED_MODELS } from '@faceward/model-pack'
import { findKnownModel, KNOWN_MODELS } from '@faceward/models'
import { createFileModelCache, defaultCacheFolder, type FileModelCache } from '@faceward/models-node'
import { ModelLoadError, type ModelManifest } from '@faceward/spec'
import type { Invocation } from '../cli.js'
import { InputError } from '../input-error.js'

/** Whether a model's file is here, and whether it is the right one. */
export type ModelState =
  /** Here, content checked. */
  | 'ready'
  /** Not the pinned content. The file of a downloaded model is removed: pull it again. */
  | 'damaged'
  /** Not downloaded, or not in the installation. */
  | 'absent'

/** The models this installation knows, and its cache. */
export interface ModelShelf {
  readonly cache: FileModelCache
  /** The default models first. */
  readonly models: readonly ModelManifest[]
  isDefault(manifest: ModelManifest): boolean
  /** Whether there is a file for it; its content is not read. */
  hasFile(manifest: ModelManifest): boolean
  /** Reads and checks the file. */
  check(manifest: ModelManifest, signal: AbortSignal): Promise<ModelState>
  /** @throws InputError naming what there is. */
  find(id: string): ModelManifest
}

export function openModelShelf(
  { environment }: Pick<Invocation, 'environment'>,
  { loadDefault = loadDefaultModel }: { readonly loadDefault?: typeof loadDefaultModel } = {},
): ModelShelf {
  const cache = createFileModelCache({ folder: defaultCacheFolder({ environment }) })
  const defaults = Object.values(DEFAULT_MODELS)
  const isDefault = (manifest: ModelManifest) => defaults.includes(manifest)
  const hasFile = ({ id, file }: ModelManifest) =>
    existsSync(PACKED_MODELS.find(({ manifest }) => manifest.id === id)?.url ?? cache.pathOf(file.sha256))
  return {
    cache,
    models: [...defaults, ...KNOWN_MODELS],
    isDefault,
    hasFile,
    async check(manifest, signal) {
      if (isDefault(manifest)) return stateOf(loadDefault(manifest, { signal }))
      const hadFile = hasFile(manifest)
      if ((await cache.get(manifest.file.sha256)) !== undefined) return 'ready'
      return hadFile ? 'damaged' : 'absent'
    },
    find(id) {
      const found = defaults.find((manifest) => manifest.id === id) ?? findKnownModel(id)
      if (found) return found
      const ids = KNOWN_MODELS.map((manifest) => manifest.id).join(', ')
      throw new InputError(`There is no model '${id}'. Known models: ${ids}.`, 'unknown-model')
    },
  }
}

async function stateOf(loading: Promise<unknown>): Promise<ModelState> {
  try {
    await loading
    return 'ready'
  } catch (failure) {
    const code = ModelLoadError.isInstance(failure) ? failure.code : undefined
    if (code === 'not-found') return 'absent'
    if (code === 'integrity-mismatch') return 'damaged'
    throw failure
  }
}
