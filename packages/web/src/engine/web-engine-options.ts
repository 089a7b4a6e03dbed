import type { CompositionChoices, LoadProgress } from '@faceward/composition'
import { type ConfigurationOptions, type EngineParts, parseConfiguration } from '@faceward/core'
import {
  assertKnownOptions,
  ConfigurationError,
  type InferenceBackend,
  type KeyProvider,
} from '@faceward/spec'

/** How far a start is. Bytes count what was loaded over the network; models of the cache need none. */
export interface WebLoadProgress extends LoadProgress {
  readonly receivedBytes: number
}

/** Settings that can be posted to a worker. */
export interface WebEngineSettings extends Omit<CompositionChoices, 'parts'> {
  /** Where the folder is served that `faceward models export` wrote, such as `/models/`. Of the page's own origin. */
  readonly modelsUrl: string | URL
  /** Settings by name, see docs/configuration.md. `device` may be `cpu` or `webgpu`. */
  readonly configuration?: ConfigurationOptions
  /** Names the databases of templates and of the device key; `faceward` by default. */
  readonly databaseName?: string
  /** Threads one model run may use; as of `createWebBackend`. */
  readonly threads?: number
}

/** Options of `createWebEngine`. */
export interface WebEngineOptions extends WebEngineSettings {
  /**
   * Starts a worker of your own (see `@faceward/web/worker`), which the engine then owns; `false`: the engine runs on
   * the page's own thread. By default a worker of this package.
   */
  readonly worker?: (() => Worker) | false
  /** Parts in place of the default ones, on the page's own thread only; a worker gets them from its own script. */
  readonly parts?: Partial<EngineParts>
  /** In place of the device key, on the page's own thread only. */
  readonly keys?: KeyProvider
  /** In place of onnxruntime-web, on the page's own thread only. */
  readonly backend?: InferenceBackend
  readonly onProgress?: (progress: WebLoadProgress) => void
  /** Told what the application should know, such as models that could not be kept. */
  readonly onNotice?: (message: string) => void
  /** Stops the start. */
  readonly signal?: AbortSignal
}

const KEYS: readonly string[] = [
  'modelsUrl',
  'configuration',
  'databaseName',
  'threads',
  'engine',
  'policy',
  'models',
  'worker',
  'parts',
  'keys',
  'backend',
  'onProgress',
  'onNotice',
  'signal',
] satisfies readonly (keyof WebEngineOptions)[]

/** @throws ConfigurationError naming every wrong key; nothing has been started then. */
export function checkWebEngineOptions(options: WebEngineOptions): void {
  assertKnownOptions('createWebEngine', options, KEYS)
  folderUrl(options.modelsUrl)
  const { device } = parseConfiguration(options.configuration)
  if (device !== 'cpu' && device !== 'webgpu') {
    refuse('configuration.device', `is ${device}; a browser has cpu and webgpu`)
  }
  if (options.worker === false) return
  for (const key of ['parts', 'keys', 'backend'] as const) {
    if (options[key] === undefined) continue
    refuse(
      key,
      "cannot be posted to a worker: give worker: false, or pass it to serveEngine in a worker's own script",
    )
  }
}

/** The address of a folder, with a slash at its end, absolute. @throws ConfigurationError `invalid-options`. */
export function folderUrl(modelsUrl: string | URL): URL {
  try {
    const url = new URL(modelsUrl, globalThis.location?.href)
    if (!url.pathname.endsWith('/')) url.pathname += '/'
    return url
  } catch {
    return refuse('modelsUrl', 'expected an address')
  }
}

function refuse(key: string, message: string): never {
  throw new ConfigurationError(`createWebEngine: ${key}: ${message}.`, {
    code: 'invalid-options',
    issues: [{ key, message }],
  })
}
