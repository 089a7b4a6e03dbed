import type { ModelManifest } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { manifestOf } from '../test/fixtures.js'
import { ensembleModelId, onnxModelId, type Preprocessing } from './model-id.js'

const plain: Preprocessing = { transform: undefined, flip: 'none' }
const manifest = manifestOf()

describe('onnxModelId', () => {
  it('names the manifest and the weights, and stays the same from run to run', () => {
    // A pinned value: if this test fails, every template in the field is refused. Change it only with
    // PREPROCESSING_REVISION, and say so in the changelog.
    expect(onnxModelId(manifest, plain)).toBe('quarters-1@0123456789ab-d48d57c4')
  })

  it('changes with the weights and with everything that moves an embedding', () => {
    const { input } = manifest
    const changed: ModelManifest[] = [
      manifestOf({ id: 'quarters-2' }),
      manifestOf({ file: { sha256: 'f'.repeat(64), bytes: 1 } }),
      manifestOf({ input: { ...input, width: 32 } }),
      manifestOf({ input: { ...input, layout: 'nhwc' } }),
      manifestOf({ input: { ...input, colorOrder: 'bgr' } }),
      manifestOf({ input: { ...input, mean: [0, 0, 1] } }),
      manifestOf({ input: { ...input, std: [255, 255, 128] } }),
      manifestOf({ alignment: { kind: 'box-upright', scale: 1.1 } }),
      manifestOf({ alignment: { kind: 'arcface-five-point' } }),
      manifestOf({ embedding: { dimension: 4, name: 'other' } }),
    ]
    const preprocessing: Preprocessing[] = [
      { ...plain, flip: 'average' },
      { ...plain, transform: { mean: Float32Array.of(1, 0, 0, 0) } },
      { ...plain, transform: { mean: Float32Array.of(0, 1, 0, 0) } },
      { ...plain, transform: { projection: { rows: 1, matrix: Float32Array.of(1, 0, 0, 0) } } },
      { ...plain, transform: { projection: { rows: 1, matrix: Float32Array.of(1, 0, 0, 1e-7) } } },
      { ...plain, transform: { projection: { rows: 2, matrix: Float32Array.of(1, 0, 0, 1) } } },
    ]
    const ids = [
      onnxModelId(manifest, plain),
      ...changed.map((other) => onnxModelId(other, plain)),
      ...preprocessing.map((other) => onnxModelId(manifest, other)),
    ]
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('keeps the id of an earlier file that gives the same answers', () => {
    const { sha256 } = manifest.file
    const smaller = manifestOf({ file: { sha256: 'f'.repeat(64), bytes: 1, answersAs: sha256 } })
    expect(onnxModelId(smaller, plain)).toBe(onnxModelId(manifest, plain))
  })

  it('does not change with words, licences, calibrations or the order of keys', () => {
    const same = manifestOf({
      description: 'other words',
      license: { spdx: 'Apache-2.0', commercialUse: false, attribution: 'someone' },
      alignment: { scale: 1, kind: 'box-upright' },
    })
    expect(onnxModelId(same, plain)).toBe(onnxModelId(manifest, plain))
  })
})

describe('ensembleModelId', () => {
  it('changes with the id, the parts, their weights and their order', () => {
    const a = { modelId: 'a@1', weight: 1 }
    const b = { modelId: 'b@1', weight: 5 }
    const ids = [
      ensembleModelId('both', [a, b]),
      ensembleModelId('other', [a, b]),
      ensembleModelId('both', [b, a]),
      ensembleModelId('both', [a]),
      ensembleModelId('both', [a, { ...b, weight: 4 }]),
      ensembleModelId('both', [a, { ...b, modelId: 'b@2' }]),
    ]
    expect(new Set(ids).size).toBe(ids.length)
    expect(ensembleModelId('both', [a, b])).toBe(ids[0])
  })
})
