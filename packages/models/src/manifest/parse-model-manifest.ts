import { readInput } from '@faceward/plugin-kit/schemas'
import { ModelLoadError, type ModelManifest } from '@faceward/spec'
import { modelManifestSchema } from '@faceward/spec/schemas'

/**
 * Parses a manifest from JSON. Unknown keys are refused, so that a misspelt key is not silently a default.
 *
 * @throws ModelLoadError `invalid-manifest` naming every key that is wrong, never its value.
 */
export function parseModelManifest(json: unknown): ModelManifest {
  const read = readInput(modelManifestSchema, json)
  // The schema's type proves itself equal to the interface, but for readonly and absent against undefined.
  if (read.ok) return read.value as ModelManifest
  const issues = read.issues.map(({ key, message }) => `${key || 'manifest'}: ${message}`)
  throw new ModelLoadError(`The model manifest is wrong. ${issues.join('; ')}.`, { code: 'invalid-manifest' })
}
