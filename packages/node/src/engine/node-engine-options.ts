import type { CompositionChoices, LoadProgress } from '@faceward/composition'
import {
  type Configuration,
  type ConfigurationOptions,
  type EngineParts,
  parseConfiguration,
} from '@faceward/core'
import type { ModelCache } from '@faceward/models'
import { assertKnownOptions } from '@faceward/plugin-kit'
import type { ImageDecoder, InferenceBackend, KeyProvider } from '@faceward/spec'
import { defaultDataFolder } from '../environment/default-data-folder.js'
import { environmentWithFiles } from '../environment/environment-with-files.js'

/** Options of `createNodeEngine`; everything has a default. */
export interface NodeEngineOptions extends CompositionChoices {
  /** Settings by name; they win over the environment. See docs/configuration.md. */
  readonly configuration?: ConfigurationOptions
  /** Where settings and keys are read, also from files (`<name>_FILE`); `process.env` by default. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Holds the store and the development key; `defaultDataFolder()` by default. */
  readonly dataFolder?: string
  /** The SQLite file; `templates.db` in the data folder by default. */
  readonly storePath?: string
  /** In place of the keys of the environment, or the development key file. */
  readonly keys?: KeyProvider
  /** In place of onnxruntime-node. */
  readonly backend?: InferenceBackend
  /** Where models are that were pulled; the user's cache folder by default. */
  readonly modelCache?: ModelCache
  /** In place of `createSharpDecoder()`. */
  readonly decoder?: ImageDecoder
  /** Told what an operator should know, such as a new development key; `process.emitWarning` by default. */
  readonly onNotice?: (message: string) => void
  readonly onProgress?: (progress: LoadProgress) => void
  /** Stops the start. */
  readonly signal?: AbortSignal
}

const KEYS: readonly string[] = [
  'configuration',
  'environment',
  'dataFolder',
  'storePath',
  'models',
  'engine',
  'policy',
  'parts',
  'keys',
  'backend',
  'modelCache',
  'decoder',
  'onNotice',
  'onProgress',
  'signal',
] satisfies readonly (keyof NodeEngineOptions)[]

/** The options with what follows from them at once. */
export interface ResolvedNodeEngineOptions extends NodeEngineOptions {
  readonly settings: Configuration
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly dataFolder: string
  readonly parts: Partial<EngineParts>
  readonly onNotice: (message: string) => void
}

/** @throws ConfigurationError naming every wrong key. */
export function resolveNodeEngineOptions(options: NodeEngineOptions): ResolvedNodeEngineOptions {
  assertKnownOptions('createNodeEngine', options, KEYS)
  const environment = environmentWithFiles(options.environment ?? process.env)
  return {
    ...options,
    settings: parseConfiguration(options.configuration, environment),
    environment,
    dataFolder: options.dataFolder ?? defaultDataFolder({ environment }),
    parts: options.parts ?? {},
    onNotice: options.onNotice ?? ((message) => process.emitWarning(message, { type: 'FacewardNotice' })),
  }
}
