import type { Random } from '../random/random.js'
import type { Build } from './build.js'
import type { LinearRgb } from './color.js'

/** Spectacles; lengths in millimetres. */
export interface Glasses {
  readonly color: LinearRgb
  readonly rimRadius: number
  readonly lensHalfWidth: number
  readonly lensHalfHeight: number
  /** 0 a rectangle to 1 an oval. */
  readonly roundness: number
  readonly rimless: boolean
}

export interface Clothes {
  readonly color: LinearRgb
  readonly accent: LinearRgb
  readonly neckline: 'crew' | 'v' | 'collar'
  readonly pattern: 'plain' | 'stripes'
}

const FABRICS: readonly LinearRgb[] = [
  [0.02, 0.02, 0.022],
  [0.03, 0.045, 0.09],
  [0.6, 0.6, 0.58],
  [0.16, 0.16, 0.17],
  [0.25, 0.03, 0.03],
  [0.05, 0.13, 0.07],
  [0.3, 0.24, 0.16],
  [0.1, 0.18, 0.32],
  [0.4, 0.3, 0.06],
  [0.28, 0.12, 0.22],
]

export function drawClothes(random: Random): Clothes {
  return {
    color: random.pick(FABRICS),
    accent: random.pick(FABRICS),
    neckline: random.pick(['crew', 'v', 'collar'] as const),
    pattern: random.chance(0.2) ? 'stripes' : 'plain',
  }
}

export function drawGlasses(random: Random, build: Build): Glasses | undefined {
  if (!random.chance(0.24 + Math.max(0, build.age - 40) * 0.004)) return undefined
  const halfHeight = random.between(14, 23)
  return {
    color: random.pick<LinearRgb>(
      [
        [0.01, 0.01, 0.012],
        [0.06, 0.025, 0.012],
        [0.3, 0.26, 0.2],
        [0.2, 0.2, 0.21],
        [0.12, 0.02, 0.02],
      ],
      [4, 2, 1, 1.5, 0.5],
    ),
    rimRadius: random.between(0.7, 2.1),
    lensHalfWidth: random.between(23, 28),
    lensHalfHeight: halfHeight,
    roundness: random.uniform(),
    rimless: random.chance(0.15),
  }
}
