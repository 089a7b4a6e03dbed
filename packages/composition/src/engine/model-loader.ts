import type {
  CallOptions,
  InferenceBackend,
  InferenceSession,
  ModelBytes,
  ModelManifest,
} from '@faceward/spec'

/** How far an engine is with its models. */
export interface LoadProgress {
  readonly done: number
  readonly total: number
  /** The model that is being loaded. */
  readonly modelId: string
}

/** Options of {@link createModelLoader}. */
export interface ModelLoaderOptions {
  readonly backend: InferenceBackend
  /** The checked bytes of a model, from wherever the platform has them. @throws ModelLoadError. */
  readonly bytesOf: (manifest: ModelManifest, options: CallOptions) => Promise<ModelBytes>
  readonly onProgress: ((progress: LoadProgress) => void) | undefined
  readonly signal: AbortSignal | undefined
}

/** Gets models into the backend. */
export interface ModelLoader {
  /** Says that so many models are about to be loaded, for the progress. */
  expect(count: number): void
  /** The model of a manifest, loaded. @throws ModelLoadError. */
  load(manifest: ModelManifest): Promise<InferenceSession>
  /** A model whose bytes are at hand and checked. */
  loadBytes(model: ModelBytes): Promise<InferenceSession>
  /** Releases every model loaded so far; for when a start fails. */
  disposeAll(): Promise<void>
}

export function createModelLoader(options: ModelLoaderOptions): ModelLoader {
  const { backend, bytesOf, onProgress, signal } = options
  const call = signal === undefined ? {} : { signal }
  const sessions: InferenceSession[] = []
  const progress = { done: 0, total: 0 }

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
    load: (manifest) => start(manifest.id, () => bytesOf(manifest, call)),
    loadBytes: (model) => start(model.id, () => model),
    async disposeAll() {
      await Promise.allSettled(sessions.map((session) => session.dispose()))
    },
  }
}
