import { createWorkerBackend } from '@faceward/inference-node'
import { createEdgeFallback } from '@faceward/inference-remote'
import type { InferenceBackend } from '@faceward/spec'
import type { ServerSettings } from './server-settings.js'

/**
 * Where INFERENCE_THREADS has models run, and what these threads cannot run on the server of EDGE_FALLBACK_URL, where it is
 * set. Nothing without threads: the engine's own choice then.
 *
 * @throws ConfigurationError for an address that would carry faces in clear.
 */
export function threadBackend(
  { inferenceThreads: threads, engine }: Pick<ServerSettings, 'inferenceThreads' | 'engine'>,
  onNotice: (message: string) => void,
): { readonly backend?: InferenceBackend } {
  if (threads === 0) return {}
  const backend = createWorkerBackend({ threads })
  const { edgeFallbackUrl: url } = engine
  return { backend: url === undefined ? backend : createEdgeFallback({ backend, url, onNotice }) }
}
