import type { FaceSample } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { sampleOf } from '../../../test/synthetic-samples.js'
import { faceTexture } from './face-texture.js'
import { DEFAULT_TEXTURE_MODEL } from './texture-model.data.js'
import { textureScore } from './texture-model.js'

function face(light: number, side: number): FaceSample {
  const image = {
    width: 120,
    height: 120,
    format: 'rgb8',
    data: new Uint8Array(120 * 120 * 3).fill(light),
  } as const
  return { ...sampleOf(image), box: { x: 10, y: 8, width: side, height: side + 4 } }
}
const of = (light: number, side = 90) => {
  const texture = faceTexture(face(light, side))
  return typeof texture === 'string' ? texture : 'measured'
}

describe('a face’s texture', () => {
  it('is measured from a mean luminance of 35: below it noise is all the detail there is', () => {
    expect([of(34), of(35), of(200)]).toEqual(['image_too_dark', 'measured', 'measured'])
  })

  it('is measured from 80 pixels on, the size at which it is looked at', () => {
    expect([of(100, 79.9), of(100, 80)]).toEqual(['face_too_small', 'measured'])
  })

  it('decides by no one measure alone: each is heard to three standard deviations', () => {
    const { means, scales, weights, bias } = DEFAULT_TEXTURE_MODEL
    expect(textureScore(means, DEFAULT_TEXTURE_MODEL)).toBeCloseTo(1 / (1 + Math.exp(-bias)), 9)
    for (const name of Object.keys(means) as (keyof typeof means)[]) {
      const at = (deviations: number) =>
        textureScore({ ...means, [name]: means[name] + deviations * scales[name] }, DEFAULT_TEXTURE_MODEL)
      expect(at(1), name).toBeCloseTo(1 / (1 + Math.exp(-bias - weights[name])), 9)
      expect([at(9), at(-9)], name).toEqual([expect.closeTo(at(3), 9), expect.closeTo(at(-3), 9)])
    }
  })
})
