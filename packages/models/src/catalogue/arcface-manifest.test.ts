import { ModelLoadError } from '@faceward/spec'
import { modelManifestSchema } from '@faceward/spec/schemas'
import { describe, expect, it } from 'vitest'
import { type ArcFaceManifestOptions, arcfaceManifest } from './arcface-manifest.js'

const minimum: ArcFaceManifestOptions = {
  id: 'my-r100',
  sha256: 'ab'.repeat(32),
  bytes: 261_030_000,
  license: { spdx: 'LicenseRef-research', commercialUse: false, attribution: 'me' },
}

describe('a manifest for an ArcFace-style file of one’s own', () => {
  it('is a 512-d embedder on the five-point alignment unless told otherwise', () => {
    const manifest = arcfaceManifest(minimum)
    expect(modelManifestSchema.safeParse(manifest).success).toBe(true)
    expect(manifest).toMatchObject({
      task: 'face-embedding',
      origin: { kind: 'file' },
      alignment: { kind: 'arcface-five-point' },
      embedding: { dimension: 512, magnitudeIsQuality: false },
      input: { width: 112, height: 112, layout: 'nchw', colorOrder: 'rgb' },
    })
  })

  // What each family's published code does with the darkest and the brightest value.
  it.each([
    ['arcface', 'rgb', -1, 1, false],
    ['arcface-mxnet', 'rgb', 0, 255, false],
    ['magface', 'bgr', 0, 1, true],
    ['adaface', 'bgr', -1, 1, false],
  ] as const)('feeds %s as its authors do', (family, colorOrder, dark, bright, magnitudeIsQuality) => {
    const { input, embedding } = arcfaceManifest({ ...minimum, family })
    expect(input.colorOrder).toBe(colorOrder)
    expect(input.mean.map((mean, channel) => (0 - mean) / input.std[channel]!)).toEqual([dark, dark, dark])
    expect(input.mean.map((mean, channel) => (255 - mean) / input.std[channel]!)).toEqual([
      bright,
      bright,
      bright,
    ])
    expect(embedding?.magnitudeIsQuality).toBe(magnitudeIsQuality)
  })

  it('lets single values be overridden', () => {
    const manifest = arcfaceManifest({
      ...minimum,
      std: 128,
      colorOrder: 'bgr',
      dimension: 256,
      size: 224,
      inputName: 'data',
      outputName: 'fc1',
      magnitudeIsQuality: true,
    })
    expect(manifest.input).toMatchObject({
      std: [128, 128, 128],
      colorOrder: 'bgr',
      width: 224,
      name: 'data',
    })
    expect(manifest.embedding).toEqual({ dimension: 256, magnitudeIsQuality: true, name: 'fc1' })
  })

  it.each<[string, object]>([
    ['sha256', { sha256: 'AB'.repeat(32) }],
    ['sha256', { sha256: undefined }],
    ['bytes', { bytes: 0 }],
    ['id', { id: 'My Model' }],
    ['license', { license: undefined }],
    ['family', { family: 'facenet' }],
    ['family', { family: 'toString' }],
    ['std', { std: 0 }],
    ['dimension', { dimension: 1.5 }],
    ['means', { means: [1, 2, 3] }],
  ])('names %s when it is wrong', (key, change) => {
    const make = () => arcfaceManifest({ ...minimum, ...change } as ArcFaceManifestOptions)
    expect(make).toThrow(ModelLoadError)
    expect(make).toThrow(expect.objectContaining({ code: 'invalid-manifest' }))
    expect(make).toThrow(new RegExp(key))
  })
})
