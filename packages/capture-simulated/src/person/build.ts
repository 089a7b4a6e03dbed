import type { Random } from '../random/random.js'

/** What many traits of a person depend on together. */
export interface Build {
  /** -1.4 to 1.4: where the head lies between feminine and masculine form. */
  readonly masculinity: number
  /** Apparent age in years, 18 to 78. */
  readonly age: number
  /** -1.3 slim to 1.6 heavy. */
  readonly weight: number
  /** 0 lightest to 1 darkest skin. */
  readonly melanin: number
}

export function drawBuild(random: Random): Build {
  const side = random.chance(0.5) ? 1 : -1
  return {
    masculinity: side * random.normal(0.95, 0.3, 2),
    age: 18 + 60 * random.uniform() ** 1.35,
    weight: random.normal(0.05, 0.7, 2),
    melanin: random.uniform(),
  }
}
