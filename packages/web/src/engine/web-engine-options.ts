import type { CompositionChoices, LoadProgress } from '@faceward/composition'
import type { ConfigurationOptions, EngineParts } from '@faceward/core'
import type { InferenceBackend, KeyProvider } from '@faceward/spec'
import type { FileAddresses } from './file-addresses.js'

/** How far a start is. Bytes count what was loaded over the network; models of the cache need none. */
export interface WebLoadProgress extends LoadProgress {
  readonly receivedBytes: number
}

/** Settings that can be posted to a worker. */
export interface WebEngineSettings extends Omit<CompositionChoices, 'parts'>, FileAddresses {
  /** Settings by name, see docs/configuration.md. `device` may be `cpu` or `webgpu`. */
  readonly configuration?: ConfigurationOptions
  /** Names the databases of templates and of the device key; `faceward` by default. */
  readonly databaseName?: string
  /** Threads one model run may use; as of `createWebBackend`. */
  readonly threads?: number
}

/** What is told of a start, and what stops it. */
interface Starting {
  readonly onProgress?: (progress: WebLoadProgress) => void
  /** Told what the application should know, such as models that could not be kept. */
  readonly onNotice?: (message: string) => void
  /** Stops the start. */
  readonly signal?: AbortSignal
}

/** Options of `createWebEngine`. */
export interface WebEngineOptions extends WebEngineSettings, Starting {
  /**
   * Starts a worker of your own (see `@faceward/web/worker`), which the engine then owns. By default a worker of this
   * package.
   */
  readonly worker?: () => Worker
}

/** Parts that cannot be posted to a worker. */
export interface OwnParts {
  /** Parts in place of the default ones; what they replace is not loaded. The engine owns and closes them. */
  readonly parts?: Partial<EngineParts>
  /** In place of the device key. */
  readonly keys?: KeyProvider
  /** In place of onnxruntime-web. */
  readonly backend?: InferenceBackend
}

/** Options of `createLocalEngine`. */
export interface LocalEngineOptions extends WebEngineSettings, Starting, OwnParts {}

const SETTINGS: readonly string[] = [
  'modelsUrl',
  'modelFiles',
  'wasm',
  'configuration',
  'databaseName',
  'threads',
  'engine',
  'policy',
  'models',
] satisfies readonly (keyof WebEngineSettings)[]
const STARTING: readonly string[] = ['onProgress', 'onNotice', 'signal'] satisfies readonly (keyof Starting)[]
const OWN: readonly string[] = ['parts', 'keys', 'backend'] satisfies readonly (keyof OwnParts)[]

/** The names of an engine's options: in a worker, or on this thread with parts of its own. */
export const OPTION_NAMES = {
  createWebEngine: [...SETTINGS, ...STARTING, 'worker'],
  createLocalEngine: [...SETTINGS, ...STARTING, ...OWN],
} as const
