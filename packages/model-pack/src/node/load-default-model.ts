import { assertKnownOptions } from '@faceward/plugin-kit'
import { type CallOptions, type ModelBytes, ModelLoadError, type ModelManifest } from '@faceward/spec'
import { PACKED_MODELS } from '../packed-models.js'
import { readWeights } from './read-weights.js'

/**
 * The bytes of a default model: read from this package, and checked against the manifest.
 *
 * @throws ModelLoadError `not-found` when its file is absent, `integrity-mismatch` when it was changed,
 * `invalid-manifest` for a model that is not of this package; ConfigurationError `invalid-options`.
 */
export async function loadDefaultModel(
  manifest: ModelManifest,
  options: CallOptions = {},
): Promise<ModelBytes> {
  assertKnownOptions('loadDefaultModel', options, ['signal'])
  const { id } = manifest
  const packed = PACKED_MODELS.find((model) => model.manifest.id === id)
  if (packed !== undefined) return { id, onnx: await readWeights({ manifest, url: packed.url }, options) }
  throw new ModelLoadError(`Model '${id}' is not one of @faceward/model-pack.`, { code: 'invalid-manifest' })
}
