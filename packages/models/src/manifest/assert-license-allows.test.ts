import { ModelLoadError, type ModelManifest } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { KNOWN_MODELS } from '../catalogue/known-models.js'
import { assertLicenseAllows } from './assert-license-allows.js'

function manifest(commercialUse: boolean): ModelManifest {
  const [known] = KNOWN_MODELS
  return { ...known!, license: { ...known!.license, spdx: 'CC-BY-NC-4.0', commercialUse } }
}

describe('assertLicenseAllows', () => {
  it('refuses a commercial use of weights that do not allow it, and says which', () => {
    const check = () => assertLicenseAllows(manifest(false), { commercial: true })
    expect(check).toThrow(ModelLoadError)
    expect(check).toThrow(expect.objectContaining({ code: 'license-refused' }))
    expect(check).toThrow(/CC-BY-NC-4\.0/)
  })

  it.each([
    [false, false],
    [true, false],
    [true, true],
  ])('allows: licence allows commerce %s, use is commercial %s', (commercialUse, commercial) => {
    expect(() => assertLicenseAllows(manifest(commercialUse), { commercial })).not.toThrow()
  })
})
