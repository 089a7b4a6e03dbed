import { type LoadPublishedOptions, loadPublishedModel } from '@faceward/model-conversion'
import type { ModelBytes, ModelManifest } from '@faceward/spec'
import { packageFiles } from './package-files.js'
import { sha256 } from './sha256.js'

export type LoadDefaultModelOptions = Omit<LoadPublishedOptions, 'files' | 'sha256'>

/**
 * The bytes of a model whose manifest names an npm package: from the cache, or converted from the package's data
 * files. The files are checked against the manifest's SHA-256 before they are read, the result after.
 *
 * @throws ModelLoadError `not-found` when the package or a file of it is absent, `integrity-mismatch` when a file
 * was changed, `invalid-manifest` for a model of another origin, and whatever the cache throws.
 */
export function loadDefaultModel(
  manifest: ModelManifest,
  options: LoadDefaultModelOptions = {},
): Promise<ModelBytes> {
  return loadPublishedModel(manifest, { ...options, files: packageFiles, sha256 })
}
