import { assertKnownOptions } from '@faceward/plugin-kit'
import { startDefaultWorker } from '../start-worker.js'
import { openRemoteEngine } from '../worker/remote-engine.js'
import { absoluteAddresses } from './file-addresses.js'
import type { WebEngine } from './web-engine.js'
import { OPTION_NAMES, type WebEngineOptions } from './web-engine-options.js'

/**
 * A ready engine in the browser: the default models on onnxruntime-web in a worker, loaded from the application's own
 * origin and kept for offline use; templates in IndexedDB, sealed under a key of this device that scripts cannot read.
 *
 * @throws ConfigurationError for wrong settings; ModelLoadError when models are not served, changed, or out of reach;
 * InferenceError when the worker or WebAssembly cannot run; StorageError when the browser keeps nothing.
 */
export async function createWebEngine(options: WebEngineOptions): Promise<WebEngine> {
  assertKnownOptions('createWebEngine', options, OPTION_NAMES.createWebEngine)
  const { worker = startDefaultWorker, ...rest } = options
  const settings = { ...rest, ...absoluteAddresses(options) }
  return openRemoteEngine(worker(), settings)
}
