import { modelManifestSchema } from '@faceward/spec/schemas'
import { describe, expect, it } from 'vitest'
import { findKnownModel, KNOWN_MODELS } from './known-models.js'

const addresses = KNOWN_MODELS.flatMap(({ id, origin }) =>
  origin.kind === 'url' ? [origin.url, ...(origin.mirrors ?? [])].map((url) => [id, url] as const) : [],
)

describe('the catalogue', () => {
  it.each(KNOWN_MODELS.map((manifest) => [manifest.id, manifest] as const))(
    '%s is a whole manifest',
    (_, manifest) => {
      expect(modelManifestSchema.parse(manifest)).toEqual(manifest)
    },
  )

  it('names every model once, and every content once', () => {
    expect(new Set(KNOWN_MODELS.map(({ id }) => id)).size).toBe(KNOWN_MODELS.length)
    expect(new Set(KNOWN_MODELS.map(({ file }) => file.sha256)).size).toBe(KNOWN_MODELS.length)
  })

  // The contents the project's own measurements are about (docs/decisions/0011).
  it.each([
    ['yunet-2023mar', '8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4', 232_589],
    ['sface-2021dec', '0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79', 38_696_353],
    ['minifasnet-v2', '7886c41bcbcc1be00cf8700eddbd8cbd4b1ad138e69010790de2a57a3b01d7e5', 1_743_495],
    ['minifasnet-v1se', 'e67aedf72df3e1912dbf6baa5f7406b8b30c3cb43234170a70dd9d143fea358e', 1_742_663],
    [
      'mobilefacenet-foamliu-128',
      'b7120c095d60094f28a4a54ba6a8bf51b297a6273fb40ef6350dfec1f63d9507',
      3_998_070,
    ],
  ])('%s is pinned by content', (id, sha256, bytes) => {
    expect(findKnownModel(id)?.file).toEqual({ sha256, bytes })
  })

  it.each(addresses)('%s is fetched over https from a fixed commit or release: %s', (_, url) => {
    expect(url).toMatch(/^https:\/\//)
    expect(url).toMatch(/\/[0-9a-f]{40}\/|\/releases\/download\//)
    expect(url).not.toMatch(/\/(main|master|HEAD)\//)
  })

  it('says what is known of the training data for every model that recognises or judges people', () => {
    for (const { license } of KNOWN_MODELS) expect(license.note).toMatch(/train/i)
  })

  it('knows nothing of other names', () => {
    expect(findKnownModel('buffalo_l')).toBeUndefined()
    expect(findKnownModel('toString')).toBeUndefined()
  })
})
