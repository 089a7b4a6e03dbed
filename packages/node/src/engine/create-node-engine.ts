import { readFile } from 'node:fs/promises'
import {
  type ComposedEngine,
  composeEngine,
  createModelLoader,
  type ModelLoader,
} from '@faceward/composition'
import { createFileModelCache, defaultCacheFolder } from '@faceward/models-node'
import { ConfigurationError, type ImageDecoder } from '@faceward/spec'
import { systemClock } from '../environment/system-clock.js'
import { systemRandom } from '../environment/system-random.js'
import { createSharpDecoder } from '../images/sharp-decoder.js'
import { nodeBackend } from './node-backend.js'
import {
  type NodeEngineOptions,
  type ResolvedNodeEngineOptions,
  resolveNodeEngineOptions,
} from './node-engine-options.js'
import { loadOwnModel, nodeModelSource } from './node-model-source.js'
import { openVault } from './open-node-vault.js'

/** An engine with what an application on Node needs beside it. */
export interface NodeEngine extends ComposedEngine {
  /** Turns picture files into images, with limits. */
  readonly decoder: ImageDecoder
}

/**
 * A ready engine: the default models on onnxruntime, liveness, fusion and decision by the configuration,
 * templates sealed under the keys of the environment and kept in SQLite. Any part can be replaced. Models
 * that onnxruntime cannot run here are run by the server of EDGE_FALLBACK_URL, where that is set.
 *
 * `close` releases models, store and keys. When the start fails, what it had opened is released.
 *
 * @throws ConfigurationError for wrong settings, a missing or weak key, parts that do not fit together;
 * ModelLoadError; StorageError.
 */
export async function createNodeEngine(options: NodeEngineOptions = {}): Promise<NodeEngine> {
  const resolved = resolveNodeEngineOptions(options)
  resolved.signal?.throwIfAborted()
  const decoder = resolved.decoder ?? createSharpDecoder()
  const engine = await composeEngine(resolved.settings, resolved, {
    loader: createLoader(resolved),
    loadOwn: loadOwnModel,
    readText: (path) => readFile(path, 'utf8'),
    openVault: () => openVault(resolved),
    clock: systemClock,
    random: systemRandom,
  })
  return { ...engine, decoder }
}

function createLoader(options: ResolvedNodeEngineOptions): ModelLoader {
  const { environment, onNotice, onProgress, settings, signal } = options
  if (options.backend === undefined && settings.device !== 'cpu') {
    const message = `is ${settings.device}, which onnxruntime-node of this package does not run on. Set it to cpu, or give a backend.`
    throw new ConfigurationError(`DEVICE ${message}`, {
      code: 'incompatible-composition',
      issues: [{ key: 'DEVICE', message }],
    })
  }
  const cache = options.modelCache ?? createFileModelCache({ folder: defaultCacheFolder({ environment }) })
  return createModelLoader({
    backend: nodeBackend(options.backend, settings, onNotice),
    bytesOf: nodeModelSource(cache),
    onProgress,
    signal,
  })
}
