import type { LocalEngine } from './local-engine.js'
import { openLocalEngine } from './local-engine.js'
import { checkWebEngineOptions, type WebEngineOptions } from './web-engine-options.js'

/** An engine in the browser. */
export interface WebEngine extends LocalEngine {}

/**
 * A ready engine in the browser: the default models on onnxruntime-web, loaded from the application's own origin and
 * kept for offline use; templates in IndexedDB, sealed under a key of this device that scripts cannot read.
 *
 * @throws ConfigurationError for wrong settings; ModelLoadError when models are not served, changed, or out of reach;
 * InferenceError when WebAssembly cannot run; StorageError when the browser keeps nothing.
 */
export async function createWebEngine(options: WebEngineOptions): Promise<WebEngine> {
  checkWebEngineOptions(options)
  const { worker: _, ...rest } = options
  return openLocalEngine(rest)
}
