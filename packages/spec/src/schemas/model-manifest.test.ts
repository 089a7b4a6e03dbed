import { describe, expect, it } from 'vitest'
import type { ModelManifest } from '../model-manifest.js'
import { calibrationSchema, modelManifestSchema } from './index.js'

const manifest: ModelManifest = {
  id: 'my-r100',
  task: 'face-embedding',
  description: 'A network of one’s own.',
  file: { sha256: 'a1'.repeat(32), bytes: 1000 },
  origin: { kind: 'url', url: 'https://models.example/my-r100.onnx' },
  license: { spdx: 'LicenseRef-ours', commercialUse: true, attribution: 'us' },
  input: {
    width: 112,
    height: 112,
    layout: 'nchw',
    colorOrder: 'rgb',
    mean: [127.5, 127.5, 127.5],
    std: [127.5, 127.5, 127.5],
  },
  alignment: { kind: 'arcface-five-point' },
  embedding: { dimension: 512 },
}

describe('model manifest schema', () => {
  it('accepts what the interface describes, unchanged by a trip through JSON', () => {
    expect(modelManifestSchema.parse(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest)
  })

  it.each([
    ['an unknown key', { ...manifest, trust: true }],
    ['an unknown key further in', { ...manifest, license: { ...manifest.license, paid: true } }],
    ['a hash that is none', { ...manifest, file: { sha256: 'zz', bytes: 1 } }],
    ['no licence', { ...manifest, license: undefined }],
    ['a division by zero', { ...manifest, input: { ...manifest.input, std: [1, 0, 1] } }],
    ['an unknown alignment', { ...manifest, alignment: { kind: 'by-eye' } }],
  ])('refuses %s', (_, json) => {
    expect(modelManifestSchema.safeParse(json).success).toBe(false)
  })

  it('refuses a calibration whose curve falls or that does not say where it comes from', () => {
    const calibration = { kind: 'logistic', slope: -1, midpoint: 0.5, operatingPoints: [], provenance: {} }
    const parsed = calibrationSchema.safeParse(calibration)
    expect(parsed.error?.issues.map(({ path }) => path[0])).toEqual(
      expect.arrayContaining(['slope', 'provenance']),
    )
  })
})
