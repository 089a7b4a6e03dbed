import { ModelLoadError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { KNOWN_MODELS } from '../catalogue/known-models.js'
import { parseModelManifest } from './parse-model-manifest.js'

const [known] = KNOWN_MODELS

function failureOf(json: unknown): ModelLoadError {
  try {
    parseModelManifest(json)
  } catch (failure) {
    if (ModelLoadError.isInstance(failure)) return failure
    throw failure
  }
  return expect.unreachable('it was parsed')
}

describe('parseModelManifest', () => {
  it.each(KNOWN_MODELS.map((manifest) => [manifest.id, manifest] as const))(
    'gives back %s from JSON',
    (_, manifest) => {
      expect(parseModelManifest(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest)
    },
  )

  it.each([
    ['nothing', undefined, 'manifest'],
    ['an upper-case sha256', { ...known, file: { sha256: 'A'.repeat(64), bytes: 1 } }, 'file.sha256'],
    ['a std of zero', { ...known, input: { ...known!.input, std: [0, 1, 1] } }, 'input.std.0'],
    ['a misspelt key', { ...known, licence: known!.license }, 'licence'],
    ['no licence', { ...known, license: undefined }, 'license'],
  ])('refuses %s and names the key', (_, json, key) => {
    const failure = failureOf(json)
    expect(failure.code).toBe('invalid-manifest')
    expect(failure.message).toContain(key)
  })

  it('does not repeat what stands in the manifest', () => {
    expect(failureOf({ ...known, id: 'Secret Of Mine' }).message).not.toContain('Secret')
  })
})
