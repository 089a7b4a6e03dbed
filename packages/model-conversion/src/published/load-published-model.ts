import { arePinned, assertModelIntegrity, type ModelCache, sha256Hex } from '@faceward/models'
import type { ModelBytes, ModelManifest } from '@faceward/spec'
import { type ConvertPublishedOptions, convertPublishedModel } from './convert-published-model.js'

export interface LoadPublishedOptions extends ConvertPublishedOptions {
  /** Where converted models are kept; without one, a model is converted every time (0.03 to 0.3 s each). */
  readonly cache?: ModelCache
  /** Called when the cache fails; loading then goes on without it. By default the failure is thrown. */
  readonly onCacheFailure?: (failure: unknown) => void
}

/**
 * The bytes of a model that was published in an npm package: from the cache, or converted from its data files. The
 * files are checked against the manifest's SHA-256 before they are read, the result after.
 *
 * @throws ModelLoadError as {@link convertPublishedModel}, and whatever the cache throws.
 */
export async function loadPublishedModel(
  manifest: ModelManifest,
  options: LoadPublishedOptions,
): Promise<ModelBytes> {
  const { cache, signal, onCacheFailure, sha256 = sha256Hex } = options
  const { id, file } = manifest
  const tryCache = async <Result>(use: () => Promise<Result> | undefined) => {
    try {
      return await use()
    } catch (failure) {
      if (onCacheFailure === undefined) throw failure
      onCacheFailure(failure)
      return undefined
    }
  }

  signal?.throwIfAborted()
  const cached = await tryCache(() => cache?.get(file.sha256))
  signal?.throwIfAborted()
  // A cache that gives back other bytes is not trusted, but neither is it a reason to stop: the model is made anew.
  if (cached !== undefined && (await arePinned(cached, file, sha256))) return { id, onnx: cached }

  const onnx = await convertPublishedModel(manifest, options)
  const found = await sha256(onnx)
  assertModelIntegrity(manifest, onnx, { sha256: () => found })
  await tryCache(() => cache?.put(file.sha256, onnx))
  signal?.throwIfAborted()
  return { id, onnx }
}
