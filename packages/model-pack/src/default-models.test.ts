import { assertLicenseAllows, parseModelManifest } from '@faceward/models'
import { describe, expect, it } from 'vitest'
import { DEFAULT_MODELS } from './default-models.js'

const models = Object.entries(DEFAULT_MODELS)

describe('DEFAULT_MODELS', () => {
  it.each(models)('%s is a valid manifest, also after a trip through JSON', (_, manifest) => {
    expect(parseModelManifest(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest)
  })

  it('names every model once', () => {
    expect(new Set(models.map(([, { id }]) => id)).size).toBe(models.length)
  })

  it.each(models)(
    '%s may be used commercially as published, and says that upstream is unverified',
    (_, manifest) => {
      expect(() => assertLicenseAllows(manifest, { commercial: true })).not.toThrow()
      expect(manifest.license.spdx).toBe('MIT')
      expect(manifest.license.note).toContain('have not been verified')
    },
  )
})
