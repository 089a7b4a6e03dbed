import { loadDefaultModel } from '@faceward/model-pack'
import type { ModelCache } from '@faceward/models'
import {
  type InferenceBackend,
  type InferenceSession,
  type ModelBytes,
  ModelLoadError,
  type ModelManifest,
} from '@faceward/spec'
import type { LoadProgress } from './node-engine-options.js'

/** Options of {@link createModelLoader}. */
export interface ModelLoaderOptions {
  readonly backend: InferenceBackend
  readonly cache: ModelCache
  readonly onNotice: (message: string) => void
  readonly onProgress: ((progress: LoadProgress) => void) | undefined
  readonly signal: AbortSignal | undefined
}

/** Gets models into the backend. */
export interface ModelLoader {
  /** Says that so many models are about to be loaded, for the progress. */
  expect(count: number): void
  /**
   * The model, loaded: a default one converted or from the cache, a known one from the cache.
   * @throws ModelLoadError
   */
  load(manifest: ModelManifest): Promise<InferenceSession>
  /** A model whose bytes are at hand and checked. */
  loadBytes(model: ModelBytes): Promise<InferenceSession>
  /** Releases every model loaded so far; for when a start fails. */
  disposeAll(): Promise<void>
}

export function createModelLoader(options: ModelLoaderOptions): ModelLoader {
  const { backend, cache, onNotice, onProgress, signal } = options
  const call = signal === undefined ? {} : { signal }
  const sessions: InferenceSession[] = []
  const progress = { done: 0, total: 0 }

  const onCacheFailure = (failure: unknown) =>
    onNotice(
      `Converted models could not be kept, so every start takes longer. ${failure instanceof Error ? failure.message : ''}`,
    )

  async function bytesOf(manifest: ModelManifest): Promise<ModelBytes> {
    if (manifest.origin.kind === 'npm') return loadDefaultModel(manifest, { cache, onCacheFailure, ...call })
    const onnx = await cache.get(manifest.file.sha256)
    if (onnx !== undefined) return { id: manifest.id, onnx }
    throw new ModelLoadError(
      `The model '${manifest.id}' is not here. Get it with 'faceward models pull ${manifest.id}'.`,
      { code: 'not-found' },
    )
  }

  async function start(id: string, bytes: () => Promise<ModelBytes> | ModelBytes): Promise<InferenceSession> {
    onProgress?.({ ...progress, modelId: id })
    const session = await backend.load(await bytes(), call)
    sessions.push(session)
    progress.done++
    onProgress?.({ ...progress, modelId: id })
    return session
  }

  return {
    expect: (count) => {
      progress.total += count
    },
    load: (manifest) => start(manifest.id, () => bytesOf(manifest)),
    loadBytes: (model) => start(model.id, () => model),
    async disposeAll() {
      await Promise.allSettled(sessions.map((session) => session.dispose()))
    },
  }
}
