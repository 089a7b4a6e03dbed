import type { Random } from '../random/random.js'
import type { Build } from './build.js'
import type { LinearRgb } from './color.js'

export interface Eyes {
  readonly iris: LinearRgb
  readonly irisRadius: number
  readonly pupilRadius: number
  readonly sclera: LinearRgb
  /** Strength of lashes and liner, 0 to 1. */
  readonly lashes: number
}

const IRISES: readonly LinearRgb[] = [
  [0.032, 0.015, 0.008],
  [0.07, 0.032, 0.014],
  [0.13, 0.065, 0.025],
  [0.14, 0.12, 0.045],
  [0.1, 0.15, 0.1],
  [0.11, 0.17, 0.25],
  [0.2, 0.24, 0.28],
]

export function drawEyes(random: Random, build: Build): Eyes {
  const light = Math.max(0, 1 - build.melanin * 1.8)
  const base = random.pick(IRISES, [
    1 + 4 * build.melanin,
    1.8,
    1.2,
    1.6 * light,
    1.6 * light,
    3 * light,
    2.4 * light,
  ])
  const tint = random.between(0.8, 1.25)
  const yellow = random.between(0, 0.08) + Math.max(0, build.age - 50) * 0.001
  return {
    iris: [base[0] * tint, base[1] * tint, base[2] * tint],
    irisRadius: random.normal(5.9, 0.22),
    pupilRadius: random.between(1.5, 2.7),
    sclera: [0.4, 0.365 - yellow * 0.25, 0.345 - yellow * 0.7],
    lashes: build.masculinity < 0 ? random.between(0.5, 1) : random.between(0.2, 0.55),
  }
}
