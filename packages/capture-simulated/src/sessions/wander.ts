import type { Random } from '../random/random.js'
import { createValueNoise } from '../random/value-noise.js'

/** A value that changes smoothly with time, about 0. */
export type Wander = (seconds: number) => number

/** Wandering whose amplitude falls as 1/f over four octaves, as postural sway and tremor do. */
export function createWander(random: Random, amplitude: number, lowestHertz: number): Wander {
  const noise = createValueNoise(Math.floor(random.uniform() * 2 ** 30))
  const start = random.between(0, 1000)
  return (seconds) => {
    let sum = 0
    for (let octave = 0; octave < 4; octave += 1) {
      const scale = 2 ** octave
      sum += noise((start + seconds) * lowestHertz * scale * 2, octave * 17.3, 0.5) / scale
    }
    return amplitude * sum
  }
}

/** Jumps that are held between: saccades. */
export function createSaccades(random: Random, size: number, durationS: number): Wander {
  const jumps: { until: number; value: number }[] = []
  for (let until = 0; until < durationS + 2; ) {
    until += random.between(0.25, 1.3)
    jumps.push({ until, value: random.normal(0, size / 2) })
  }
  return (seconds) => jumps.find(({ until }) => seconds < until)?.value ?? 0
}
