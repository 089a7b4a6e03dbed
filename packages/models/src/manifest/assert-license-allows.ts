import { ModelLoadError, type ModelManifest } from '@faceward/spec'

/** What the weights are to be used for. */
export interface IntendedUse {
  readonly commercial: boolean
}

/**
 * Checks the licence of the weights, as their manifest states it, against the intended use.
 *
 * @throws ModelLoadError `license-refused` for a commercial use of weights that do not allow it.
 */
export function assertLicenseAllows({ id, license }: ModelManifest, use: IntendedUse): void {
  if (!use.commercial || license.commercialUse) return
  throw new ModelLoadError(`The weights of model '${id}' (${license.spdx}) do not allow commercial use.`, {
    code: 'license-refused',
  })
}
