import { ModelLoadError, type ModelManifest, type TensorSpec } from '@faceward/spec'

/** The name of a network's input or output: the manifest's, or its only one. @throws ModelLoadError */
export function tensorName(
  manifest: ModelManifest,
  kind: 'input' | 'output',
  specs: readonly TensorSpec[],
  named: string | undefined,
): string {
  const name = named ?? (specs.length === 1 ? specs[0]!.name : undefined)
  if (name !== undefined && specs.some((spec) => spec.name === name)) return name
  const names = specs.map((spec) => spec.name).join(', ')
  throw invalidManifest(manifest, `it must name one of the model's ${kind}s: ${names}`)
}

export function invalidManifest(manifest: ModelManifest, why: string): ModelLoadError {
  return new ModelLoadError(`The manifest of '${manifest.id}' does not fit: ${why}.`, {
    code: 'invalid-manifest',
  })
}
