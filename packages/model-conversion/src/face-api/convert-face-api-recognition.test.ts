import { ModelLoadError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { convertFaceApiRecognition } from './convert-face-api-recognition.js'

// The whole network is compared with face-api's own in packages/model-pack/test/parity.test.ts.
function codeOf(manifest: unknown, weights: Uint8Array): string | undefined {
  try {
    convertFaceApiRecognition({ manifest, weights })
    return undefined
  } catch (failure) {
    return ModelLoadError.isInstance(failure) ? failure.code : String(failure)
  }
}

describe('convertFaceApiRecognition', () => {
  it.each([
    ['nothing', undefined],
    ['no groups', []],
    ['a model of another kind', [{ weights: [{ name: 'dense/filters', shape: [1], dtype: 'float32' }] }]],
    [
      'a first layer of another shape',
      [{ weights: [{ name: 'conv32_down/conv/filters', shape: [1], dtype: 'float32' }] }],
    ],
  ])('refuses %s', (_, manifest) => {
    expect(codeOf(manifest, new Uint8Array(4))).toBe('malformed-model')
  })

  it('names the weight that is wrong', () => {
    const manifest = [
      { weights: [{ name: 'conv32_down/conv/filters', shape: [7, 7, 3, 31], dtype: 'float32' }] },
    ]
    const weights = new Uint8Array(7 * 7 * 3 * 31 * 4)
    expect(() => convertFaceApiRecognition({ manifest, weights })).toThrow(
      /'conv32_down\/conv\/filters' is missing or not of shape \[7, 7, 3, 32\]/,
    )
  })
})
