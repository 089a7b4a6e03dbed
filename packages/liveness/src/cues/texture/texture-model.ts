import { type FaceTexture, TEXTURE_MEASURES } from './face-texture.js'

/** A logistic model of {@link FaceTexture}, and what it was fitted on. */
export interface TextureModel {
  readonly id: string
  readonly means: Readonly<Record<keyof FaceTexture, number>>
  readonly scales: Readonly<Record<keyof FaceTexture, number>>
  readonly weights: Readonly<Record<keyof FaceTexture, number>>
  readonly bias: number
  readonly provenance: string
}

/** Measures are held within so many standard deviations: an unusual picture must not decide by one measure alone. */
const FARTHEST = 3

/** 0 (attack) to 1 (bona fide). */
export function textureScore(texture: FaceTexture, { means, scales, weights, bias }: TextureModel): number {
  let sum = bias
  for (const name of TEXTURE_MEASURES) {
    const deviation = (texture[name] - means[name]) / scales[name]
    sum += weights[name] * Math.max(-FARTHEST, Math.min(FARTHEST, deviation))
  }
  return 1 / (1 + Math.exp(-sum))
}
