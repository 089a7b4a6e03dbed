import { assertModelIntegrity, type ModelCache } from '@faceward/models'
import { type CallOptions, type ModelBytes, ModelLoadError, type ModelManifest } from '@faceward/spec'
import { convertFromPackage } from './convert-from-package.js'
import { sha256 } from './sha256.js'

export interface LoadDefaultModelOptions extends CallOptions {
  /** Where converted models are kept; without one, a model is converted every time (0.03 to 0.3 s each). */
  readonly cache?: ModelCache
  /**
   * Called when the cache fails; loading then goes on without it. By default the failure is thrown.
   */
  readonly onCacheFailure?: (failure: unknown) => void
}

/**
 * The bytes of a model whose manifest names an npm package: from the cache, or converted from the package's data
 * files. The files are checked against the manifest's SHA-256 before they are read, the result after.
 *
 * @throws ModelLoadError `not-found` when the package or a file of it is absent, `integrity-mismatch` when a file
 * was changed, `invalid-manifest` for a model of another origin, and whatever the cache throws.
 */
export async function loadDefaultModel(
  manifest: ModelManifest,
  options: LoadDefaultModelOptions = {},
): Promise<ModelBytes> {
  const { cache, signal, onCacheFailure } = options
  const { id, origin, file } = manifest
  if (origin.kind !== 'npm') {
    throw new ModelLoadError(`Model '${id}' does not come from an npm package.`, { code: 'invalid-manifest' })
  }
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
  if (cached !== undefined && isIntact(manifest, cached)) return { id, onnx: cached }

  const onnx = await convertFromPackage(manifest, origin, signal)
  assertModelIntegrity(manifest, onnx, { sha256 })
  await tryCache(() => cache?.put(file.sha256, onnx))
  signal?.throwIfAborted()
  return { id, onnx }
}

// A cache that gives back other bytes is not trusted, but neither is it a reason to stop: the model is made anew.
function isIntact(manifest: ModelManifest, bytes: Uint8Array): boolean {
  return bytes.length === manifest.file.bytes && sha256(bytes) === manifest.file.sha256
}
