import type { Configuration } from '@faceward/core'
import { createNodeBackend } from '@faceward/inference-node'
import { createEdgeFallback } from '@faceward/inference-remote'
import type { InferenceBackend } from '@faceward/spec'

/**
 * Where models run: on the backend that was given; else on onnxruntime, and on the server of EDGE_FALLBACK_URL, where it
 * is set, what onnxruntime cannot run here.
 *
 * @throws ConfigurationError for an address that would carry faces in clear.
 */
export function nodeBackend(
  given: InferenceBackend | undefined,
  { edgeFallbackUrl: url }: Pick<Configuration, 'edgeFallbackUrl'>,
  onNotice: (message: string) => void,
): InferenceBackend {
  if (given !== undefined) return given
  const backend = createNodeBackend()
  return url === undefined ? backend : createEdgeFallback({ backend, url, onNotice })
}
