import type { Random } from '../random/random.js'
import type { Build } from './build.js'
import { type LinearRgb, mixColors } from './color.js'

/** A dark spot on the skin: a place on the face (head millimetres, x to the subject's left) and its size. */
export interface Mole {
  readonly x: number
  readonly y: number
  readonly radius: number
  readonly darkness: number
}

/** Colours of a person's skin in linear light. */
export interface Skin {
  readonly base: LinearRgb
  readonly lips: LinearRgb
  /** 0 to 1. */
  readonly blush: number
  readonly noseRedness: number
  readonly mottling: number
  readonly freckles: number
  readonly darkCircles: number
  readonly shine: number
  readonly eyeshadow: number
  readonly moles: readonly Mole[]
}

// Diffuse reflectance along the melanin axis, read off published skin reflectance ranges (Fitzpatrick I to VI).
const TONES: readonly LinearRgb[] = [
  [0.73, 0.475, 0.365],
  [0.63, 0.39, 0.275],
  [0.51, 0.295, 0.185],
  [0.37, 0.205, 0.12],
  [0.22, 0.112, 0.064],
  [0.105, 0.056, 0.036],
]

export function drawSkin(random: Random, build: Build): Skin {
  const place = build.melanin * (TONES.length - 1)
  const index = Math.min(TONES.length - 2, Math.floor(place))
  const tone = mixColors(TONES[index]!, TONES[index + 1]!, place - index)
  const ruddy = random.normal(0, 0.06)
  const yellow = random.normal(0, 0.07)
  const base: LinearRgb = [
    tone[0] * (1 + ruddy * 0.6),
    tone[1] * (1 - ruddy * 0.5),
    tone[2] * (1 - yellow - ruddy * 0.2),
  ]
  const lipstick = build.masculinity < 0 && random.chance(0.6)
  const natural: LinearRgb = [base[0] * 0.82, base[1] * 0.6, base[2] * 0.68]
  const painted = random.pick<LinearRgb>([
    [0.42, 0.035, 0.045],
    [0.5, 0.13, 0.16],
    [0.3, 0.03, 0.08],
    [0.55, 0.2, 0.17],
    [0.24, 0.05, 0.05],
  ])
  const lips = lipstick
    ? mixColors(natural, painted, random.between(0.45, 0.9))
    : mixColors(natural, base, random.between(0, 0.5))
  const moles: Mole[] = []
  const count = Math.floor(random.uniform() ** 2 * 9)
  for (let i = 0; i < count; i += 1) {
    moles.push({
      x: random.between(-60, 60),
      y: random.between(-105, 55),
      radius: random.between(0.9, 2.4),
      darkness: random.between(0.45, 0.85),
    })
  }
  const light = 1 - build.melanin
  return {
    base,
    lips,
    blush: random.uniform() * (0.25 + 0.75 * light),
    noseRedness: random.uniform() * light,
    mottling: random.between(0.25, 1) + Math.max(0, (build.age - 40) / 45),
    freckles: light > 0.45 && random.chance(0.22) ? random.between(0.3, 1) : 0,
    darkCircles: random.uniform() ** 1.5,
    shine: random.between(0.35, 1),
    eyeshadow: build.masculinity < 0 && random.chance(0.5) ? random.between(0.3, 1) : 0,
    moles,
  }
}
