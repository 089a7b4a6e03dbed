import type { Image } from '@faceward/spec'
import type { Chance } from '../random.js'
import { noisy, warped } from './pixels.js'
import type { ShownFrame } from './sessions.js'

const STEP_MS = 100
const NOISE = 4
/** How far the picture is turned, sheared and brightened at most, as waves of different length: every frame another draw. */
const TURN = 0.16
const SHEAR = 0.1
const GAIN = 0.35

/**
 * So many frames made of fewer: there and back, each a little turned, stretched, lit and noisy in another way, slowly
 * enough to be one track. Who sends frames may choose them, and the more they differ the more draws they are.
 */
export function varied(frames: readonly ShownFrame[], count: number, chance: Chance): ShownFrame[] {
  const [a, b, c] = [chance.uniform() * 6, chance.uniform() * 6, chance.uniform() * 6]
  const last = frames.length - 1
  return Array.from({ length: count }, (_, i) => {
    const at = i % (2 * last)
    const { image } = frames[at <= last ? at : 2 * last - at]!
    const wave = (length: number, phase: number) => Math.sin((2 * Math.PI * i) / length + phase)
    const changed = affine(image, TURN * wave(41, a), SHEAR * wave(29, b))
    return {
      image: noisy(lit(changed, 1 + GAIN * wave(23, c)), chance, NOISE),
      capturedAtMs: i * STEP_MS,
    }
  })
}

function affine(image: Image, turn: number, shear: number): Image {
  const [x0, y0] = [image.width / 2, image.height / 2]
  const [sine, cosine] = [Math.sin(turn), Math.cos(turn)]
  return warped(image, (x, y) => {
    const [u, v] = [(x - x0) * (1 + shear) + (y - y0) * shear * 0.5, (y - y0) * (1 - shear)]
    return [x0 + cosine * u - sine * v, y0 + sine * u + cosine * v]
  })
}

const lit = (image: Image, gain: number): Image => ({
  ...image,
  data: image.data.map((value) => Math.min(255, Math.round(value * gain))),
})
