import { assertLicenseAllows } from '@faceward/models'
import type { ModelManifest } from '@faceward/spec'
import { downloadModel } from './download-model.js'
import { modelAddresses } from './model-addresses.js'
import { type PullModelOptions, parsePullOptions } from './pull-options.js'
import { sha256 } from './sha256.js'

export interface PulledModel {
  /** The ONNX file, checked against the manifest's sha256. */
  readonly bytes: Uint8Array
  /** Nothing was fetched. */
  readonly fromCache: boolean
}

/**
 * Gets a model's bytes: from the cache, else by downloading them from the manifest's address. This is the only
 * thing in faceward that downloads, and it does so only when called.
 *
 * The download is streamed with progress, goes on where an earlier one broke off if the server allows it, never
 * reads more than the manifest declares, goes over https alone (unless the address is this machine or a mirror
 * says otherwise), respects proxies, and is checked against the sha256 before it is put into the cache.
 * An abort rejects with the signal's reason and keeps what came for the next call.
 *
 * @throws ModelLoadError `license-refused`, `not-found`, `download-failed` (`retryable` says whether the same call
 *   may succeed later), `integrity-mismatch` (never retryable) or `cache-failure`; each says what to do.
 * @throws ConfigurationError `invalid-options`.
 */
export async function pullModel(manifest: ModelManifest, options: PullModelOptions): Promise<PulledModel> {
  const settings = parsePullOptions(options)
  const { cache, signal, commercial } = settings
  signal.throwIfAborted()
  assertLicenseAllows(manifest, { commercial })
  const content = manifest.file.sha256
  const cached = await cache.get(content)
  if (cached !== undefined && sha256(cached) === content) return { bytes: cached, fromCache: true }
  signal.throwIfAborted()
  const addresses = modelAddresses(manifest, settings.mirror)
  const bytes = await downloadModel(manifest, addresses, settings, (fetched) => cache.put(content, fetched))
  return { bytes, fromCache: false }
}
