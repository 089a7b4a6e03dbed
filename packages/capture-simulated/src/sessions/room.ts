import type { Random } from '../random/random.js'
import type { SceneOptions } from '../scene/scene-options.js'

/** Light and background of a room. */
export type Room = Pick<SceneOptions, 'light' | 'background'>

export function drawRoom(random: Random, seed: number): Room {
  const white = random.between(4700, 6300)
  const grey = random.between(0.08, 0.5)
  return {
    light: {
      key: {
        azimuthDegrees: random.between(-55, 55),
        elevationDegrees: random.between(10, 55),
        kelvin: white + random.between(-800, 600),
        intensity: random.between(0.6, 1.1),
      },
      ambient: { kelvin: white, intensity: random.between(0.35, 0.75) },
      whiteKelvin: white,
    },
    background: {
      color: [grey, grey, grey],
      clutter: random.uniform(),
      seed,
      behindM: random.between(0.5, 2),
    },
  }
}
